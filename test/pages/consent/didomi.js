/*
 * A FAKE of Didomi for the tests of Event Loupe; none of Didomi's code. Built from domain facts 8:
 * didomiOnReady, didomiEventListeners with consent.changed, getUserConsentStatusForAll,
 * isConsentRequired. Its choice is kept in localStorage.
 */
(() => {
  const stored = localStorage.getItem('fake-didomi');
  const all = { purposes: { enabled: [], disabled: [] }, vendors: { enabled: [], disabled: [] } };
  const PURPOSES = ['cookies', 'advertising'];

  function apply(isGranted) {
    all.purposes = { enabled: isGranted ? PURPOSES : [], disabled: isGranted ? [] : PURPOSES };
  }

  if (stored !== null) apply(stored === 'true');
  window.Didomi = { isConsentRequired: () => true, getUserConsentStatusForAll: () => all };
  for (const run of window.didomiOnReady ?? []) run(window.Didomi);
  window.cmp = {
    choose(isGranted) {
      localStorage.setItem('fake-didomi', String(isGranted));
      apply(isGranted);
      for (const { event, listener } of window.didomiEventListeners ?? [])
        if (event === 'consent.changed') listener({ context: {} });
    },
  };
})();
