/*
 * A FAKE of OneTrust for the tests of Event Loupe; none of OneTrust's code. Built from domain facts
 * 8: OnetrustActiveGroups and its alias, OptanonWrapper on load and at each change, the window event
 * and the data layer event OneTrustGroupsUpdated, the cookies OptanonConsent and
 * OptanonAlertBoxClosed. Decided here: the order of these.
 */
(() => {
  const stored = /OptanonConsent=[^;]*C0004%3A(\d)/.exec(document.cookie)?.[1];
  let isClosed = document.cookie.includes('OptanonAlertBoxClosed=');
  window.OneTrust = { IsAlertBoxClosed: () => isClosed, isStored: isClosed };

  function tell(isGranted) {
    window.OnetrustActiveGroups = isGranted ? ',C0001,C0002,C0004,' : ',C0001,';
    window.OptanonActiveGroups = window.OnetrustActiveGroups;
    window.dataLayer = window.dataLayer || [];
    window.dataLayer.push({ event: 'OneTrustLoaded', OnetrustActiveGroups });
    window.OptanonWrapper?.();
    window.dataLayer.push({ event: 'OneTrustGroupsUpdated', OnetrustActiveGroups });
    dispatchEvent(
      new CustomEvent('OneTrustGroupsUpdated', { detail: OnetrustActiveGroups.split(',') }),
    );
  }

  window.cmp = {
    choose(isGranted) {
      isClosed = true;
      OneTrust.isStored = false;
      const groups = encodeURIComponent(`C0001:1,C0002:${+isGranted},C0004:${+isGranted}`);
      // biome-ignore lint/suspicious/noDocumentCookie: the tool writes its cookie at once
      document.cookie = `OptanonConsent=isGpcEnabled=0&interactionCount=1&groups=${groups}; path=/`;
      // biome-ignore lint/suspicious/noDocumentCookie: the tool writes its cookie at once
      document.cookie = `OptanonAlertBoxClosed=${new Date().toISOString()}; path=/`;
      tell(isGranted);
    },
  };
  tell(stored === '1');
})();
