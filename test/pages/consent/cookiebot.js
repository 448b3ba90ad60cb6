/*
 * A FAKE of Cookiebot for the tests of Event Loupe; none of Cookiebot's code. Built from domain
 * facts 8: Cookiebot.consent and hasResponse, window events, dataLayer names, the cookie
 * CookieConsent. `marketing` is false before any response.
 */
(() => {
  const stored = /CookieConsent=[^;]*marketing:(true|false)/.exec(document.cookie)?.[1];
  const consent = { necessary: true, preferences: false, statistics: false, marketing: false };
  window.Cookiebot = {
    consent,
    hasResponse: false,
    consented: false,
    declined: false,
    isStored: stored !== undefined,
    regulations: { gdprApplies: true },
  };
  window.dataLayer = window.dataLayer || [];

  function apply(isGranted) {
    Object.assign(Cookiebot, { hasResponse: true, consented: isGranted, declined: !isGranted });
    for (const name of ['preferences', 'statistics', 'marketing']) consent[name] = isGranted;
    dispatchEvent(new Event('CookiebotOnConsentReady'));
    dispatchEvent(new Event(isGranted ? 'CookiebotOnAccept' : 'CookiebotOnDecline'));
    window.dataLayer.push({ event: 'cookie_consent_update' });
    if (isGranted) window.dataLayer.push({ event: 'cookie_consent_marketing' });
  }

  window.cmp = {
    choose(isGranted) {
      Cookiebot.isStored = false;
      const text = `{stamp:'fake',necessary:true,preferences:${isGranted},statistics:${isGranted},marketing:${isGranted},method:'explicit',ver:1}`;
      // biome-ignore lint/suspicious/noDocumentCookie: the tool writes its cookie at once
      document.cookie = `CookieConsent=${text.replaceAll(',', '%2C')}; path=/`;
      apply(isGranted);
    },
  };
  if (stored !== undefined) apply(stored === 'true');
})();
