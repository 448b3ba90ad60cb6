/*
 * A FAKE of Usercentrics version 3 for the tests of Event Loupe; none of Usercentrics' code. Built
 * from domain facts 8: __ucCmp.getConsentDetails, which gives a promise, and the events of version
 * 2. Its choice is kept in localStorage.
 */
(() => {
  const stored = localStorage.getItem('fake-usercentrics-v3');
  let isGranted = stored === 'true';
  let type = stored === null ? 'IMPLICIT' : 'EXPLICIT';
  window.__ucCmp = {
    isStored: stored !== null,
    getConsentDetails: () =>
      Promise.resolve({
        consent: { type, status: isGranted ? 'ALL_ACCEPTED' : 'ALL_DENIED' },
        categories: {
          essential: { state: 'ALL_ACCEPTED' },
          marketing: { state: isGranted ? 'ALL_ACCEPTED' : 'ALL_DENIED' },
        },
        services: {
          ads: {
            name: 'Facebook Pixel',
            category: 'marketing',
            essential: false,
            consent: { given: isGranted, type },
          },
          maps: {
            name: 'Google Maps',
            category: 'functional',
            essential: false,
            consent: { given: true, type },
          },
        },
      }),
  };
  window.cmp = {
    choose(choice) {
      isGranted = choice;
      type = 'EXPLICIT';
      __ucCmp.isStored = false;
      localStorage.setItem('fake-usercentrics-v3', String(choice));
      const detail = { type: choice ? 'ACCEPT_ALL' : 'DENY_ALL' };
      dispatchEvent(new CustomEvent('UC_UI_CMP_EVENT', { detail }));
    },
  };
  dispatchEvent(new Event('UC_UI_INITIALIZED'));
})();
