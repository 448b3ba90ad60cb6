/*
 * A FAKE of Commanders Act's TRUST and of its event collection for the tests of Event Loupe; none of
 * Commanders Act's code. Built from domain facts 5.1 to 5.3: caReady and cact, consent.get, onReady,
 * onUpdate with its updateEvent, a revoke that tells twice, the cookie TC_PRIVACY, the categories on
 * every event. Category 3 stands for Facebook.
 */
(() => {
  const read = () => /TC_PRIVACY=([01])@[^@]*@([^@;]*)@/.exec(document.cookie);
  const CATEGORIES = ['1', '3'];
  const onUpdate = [];

  const granted = () => {
    const [, status, list = ''] = read() ?? [];
    return status === '0' ? decodeURIComponent(list).split(',') : [];
  };
  const state = (updateEvent) => {
    const isSet = read() !== null;
    const on = granted();
    const pairs = CATEGORIES.map((id) => [
      id,
      { status: isSet ? (on.includes(id) ? 'on' : 'off') : 'unset' },
    ]);
    const status = isSet ? (on.length === CATEGORIES.length ? 'all-on' : 'all-off') : 'unset';
    return { updateEvent, consent: { status, categories: Object.fromEntries(pairs), vendors: {} } };
  };

  function store(isGranted) {
    const now = Date.now();
    const list = isGranted ? CATEGORIES.join('%2C') : '';
    // biome-ignore lint/suspicious/noDocumentCookie: the tool writes its cookie at once
    document.cookie = `TC_PRIVACY=${isGranted ? 0 : 1}@002%7C12%7C3441@${list}@@${now},${now},${now}; path=/`;
  }

  const commands = {
    'consent.get': (callback) => callback(state()),
    'consent.onReady': (callback) => callback(state('set')),
    'consent.onUpdate': (callback) => onUpdate.push(callback),
    trigger(name, options = {}) {
      const url = 'https://collect.commander1.com/events?tc_s=3441&token=fake';
      const user = { consent_categories: granted(), ...options.user };
      const context = { event_id: String(Date.now()) };
      navigator.sendBeacon(url, JSON.stringify({ event_name: name, ...options, user, context }));
    },
  };
  const run = ([command, ...rest]) => commands[command]?.(...rest);
  const queued = [...window.caReady];
  Object.defineProperty(window.caReady, 'push', { value: (call) => run(call), configurable: true });
  for (const call of queued) run(call);

  window.cmp = {
    choose(isGranted) {
      const event = read() === null ? 'set' : 'changed';
      store(isGranted);
      for (const listener of onUpdate) listener(state(event));
      if (!isGranted && event === 'changed')
        for (const listener of onUpdate) listener(state('revoked'));
    },
  };
})();
