/*
 * A FAKE of Usercentrics version 2 for the tests of Event Loupe; none of Usercentrics' code. Built
 * from domain facts 8: UC_UI.isInitialized and getServicesBaseInfo with a consent history, the
 * events UC_UI_INITIALIZED and UC_UI_CMP_EVENT. Its choice is kept in localStorage.
 */
(() => {
  const stored = localStorage.getItem('fake-usercentrics');
  const history = [{ action: 'onInitialPageLoad', type: 'implicit', status: false }];
  const service = (name, categorySlug) => ({
    id: `id-${name}`,
    name,
    categorySlug,
    legalText: 'x'.repeat(5000),
    consent: { status: false, history: [...history] },
  });
  const services = [service('Facebook Pixel', 'marketing'), service('Maps', 'functional')];

  function apply(isGranted) {
    for (const { consent } of services) {
      consent.status = isGranted;
      consent.history.push({ action: 'onUpdate', type: 'explicit', status: isGranted });
    }
  }

  if (stored !== null) apply(stored === 'true');
  window.UC_UI = {
    isStored: stored !== null,
    isInitialized: () => true,
    getServicesBaseInfo: () => services,
  };
  window.cmp = {
    choose(isGranted) {
      UC_UI.isStored = false;
      localStorage.setItem('fake-usercentrics', String(isGranted));
      apply(isGranted);
      const type = isGranted ? 'ACCEPT_ALL' : 'DENY_ALL';
      dispatchEvent(new CustomEvent('UC_UI_CMP_EVENT', { detail: { source: 'button', type } }));
    },
  };
  dispatchEvent(new Event('UC_UI_INITIALIZED'));
})();
