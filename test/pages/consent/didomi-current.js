/*
 * A FAKE of Didomi without its old API, for the tests of Event Loupe; none of Didomi's code. Built
 * from its web SDK's reference (getCurrentUserStatus, shouldUserStatusBeCollected): what nobody has
 * decided is off, what is essential is on. Its choice is kept in localStorage.
 */
(() => {
  let choice = localStorage.getItem('fake-didomi');
  const status = (id, enabled) => ({ [id]: { id, enabled } });
  window.Didomi = {
    isConsentRequired: () => true,
    shouldUserStatusBeCollected: () => choice === null,
    getCurrentUserStatus: () => ({
      regulation: 'gdpr',
      user_id: 'ada',
      purposes: { ...status('essential', true), ...status('advertising', choice === 'true') },
      vendors: status('google', choice === 'true'),
    }),
  };
  for (const run of window.didomiOnReady ?? []) run(window.Didomi);
  window.cmp = {
    choose(isGranted) {
      choice = String(isGranted);
      localStorage.setItem('fake-didomi', choice);
      for (const { event, listener } of window.didomiEventListeners ?? [])
        if (event === 'consent.changed') listener({ context: {} });
    },
  };
})();
