/*
 * A FAKE of a GPP CMP for the tests of Event Loupe. Built from domain facts 8: __gpp with ping and
 * addEventListener, pingData with cmpStatus, signalStatus, applicableSections and parsedSections.
 * The names of the fields are general knowledge.
 */
(() => {
  const listeners = [];
  const stored = localStorage.getItem('fake-gpp');
  let isOptedOut = stored === 'true';
  let isKnown = stored !== null;
  const pingData = () => ({
    gppVersion: '1.1',
    cmpStatus: 'loaded',
    signalStatus: isKnown ? 'ready' : 'not ready',
    applicableSections: [7],
    gppString: isKnown ? `DBABLA~${isOptedOut}` : '',
    parsedSections: isKnown
      ? { usnat: { SaleOptOut: isOptedOut ? 1 : 2, TargetedAdvertisingOptOut: isOptedOut ? 1 : 2 } }
      : {},
  });
  const commands = {
    ping: (callback) => callback(pingData(), true),
    addEventListener(callback) {
      listeners.push(callback);
      callback(
        { eventName: 'listenerRegistered', listenerId: listeners.length, pingData: pingData() },
        true,
      );
    },
  };
  const queue = window.__gpp.queue ?? [];
  window.__gpp = (command, ...rest) => commands[command]?.(...rest);
  for (const call of queue) window.__gpp(...call);
  window.cmp = {
    choose(isGranted) {
      isOptedOut = !isGranted;
      isKnown = true;
      localStorage.setItem('fake-gpp', String(isOptedOut));
      for (const [i, listener] of listeners.entries())
        listener(
          { eventName: 'sectionChange', listenerId: i + 1, data: 'usnat', pingData: pingData() },
          true,
        );
    },
  };
})();
