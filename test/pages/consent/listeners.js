/*
 * How each consent tool tells a page what its visitor chose (domain facts 5.3, 8): what the tool's
 * documentation asks a page to do. Each takes what is called with a choice, and whether it was a
 * stored one.
 */
(() => {
  const folder = document.currentScript.src;
  window.listeners = {
    onetrust(onChoice) {
      window.OptanonWrapper = () => {
        if (!OneTrust.IsAlertBoxClosed()) return;
        onChoice(OnetrustActiveGroups.includes(',C0004,'), OneTrust.isStored);
      };
    },
    cookiebot(onChoice) {
      const tell = () => onChoice(Cookiebot.consent.marketing, Cookiebot.isStored);
      addEventListener('CookiebotOnAccept', tell);
      addEventListener('CookiebotOnDecline', tell);
    },
    usercentrics(onChoice) {
      const tell = () => {
        const pixel = UC_UI.getServicesBaseInfo().find(({ name }) => name === 'Facebook Pixel');
        if (pixel.consent.history.some(({ type }) => type === 'explicit'))
          onChoice(pixel.consent.status, UC_UI.isStored);
      };
      addEventListener('UC_UI_INITIALIZED', tell);
      addEventListener('UC_UI_CMP_EVENT', tell);
    },
    'usercentrics-v3'(onChoice) {
      const tell = async () => {
        const { consent, categories } = await __ucCmp.getConsentDetails();
        if (consent.type === 'EXPLICIT')
          onChoice(categories.marketing.state === 'ALL_ACCEPTED', __ucCmp.isStored);
      };
      addEventListener('UC_UI_INITIALIZED', tell);
      addEventListener('UC_UI_CMP_EVENT', tell);
    },
    didomi(onChoice) {
      const tell = (isStored) => {
        const { enabled, disabled } = Didomi.getUserConsentStatusForAll().purposes;
        if (enabled.length + disabled.length > 0)
          onChoice(enabled.includes('advertising'), isStored);
      };
      window.didomiOnReady = [() => tell(true)];
      window.didomiEventListeners = [{ event: 'consent.changed', listener: () => tell(false) }];
    },
    'didomi-current'(onChoice) {
      const tell = (isStored) => {
        if (Didomi.shouldUserStatusBeCollected()) return;
        onChoice(Didomi.getCurrentUserStatus().purposes.advertising.enabled, isStored);
      };
      window.didomiOnReady = [() => tell(true)];
      window.didomiEventListeners = [{ event: 'consent.changed', listener: () => tell(false) }];
    },
    trust(onChoice) {
      window.caReady = window.caReady || [];
      window.cact = (...command) => window.caReady.push(command);
      const tell = (isStored) => (result) => {
        if (result.consent.status !== 'unset')
          onChoice(result.consent.categories['3'].status === 'on', isStored);
      };
      cact('consent.onReady', tell(true));
      cact('consent.onUpdate', (result) => {
        if (result.updateEvent !== 'revoked') tell(false)(result);
      });
    },
    tcf(onChoice) {
      const script = document.createElement('script');
      // Before the CMP's own, whichever comes first over the network.
      script.async = false;
      script.src = new URL('tcf-stub.js', folder).href;
      script.onload = () => {
        let last;
        __tcfapi('addEventListener', 2, (data, isDone) => {
          if (!isDone || data.gdprApplies !== true || data.tcString === last) return;
          if (data.eventStatus === 'cmpuishown') return;
          last = data.tcString;
          onChoice(
            [1, 3, 4].every((id) => data.purpose.consents[id]),
            data.eventStatus === 'tcloaded',
          );
        });
      };
      document.head.append(script);
    },
    gpp(onChoice) {
      const queue = [];
      window.__gpp = Object.assign((...command) => queue.push(command), { queue });
      __gpp('addEventListener', (event) => {
        const sections = event.pingData.parsedSections;
        if (event.eventName === 'sectionChange' && sections.usnat)
          onChoice(sections.usnat.TargetedAdvertisingOptOut === 2, false);
      });
    },
    usp() {},
  };
})();
