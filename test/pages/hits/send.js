// `send[how](name)` makes one request to the pixel's endpoint, for an event of that name. Workers
// load this file too: of all these they have fetch.
const PIXEL = 'https://www.facebook.com/tr/';
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8';
const LONG = 'x'.repeat(3000);

function fieldsOf(name) {
  return new URLSearchParams({
    id: '1234567890',
    ev: name,
    dl: 'https://shop.test/',
    if: 'false',
    ts: String(Date.now()),
    v: '2.9.325',
    r: 'stable',
  });
}
const addressOf = (name) => `${PIXEL}?${fieldsOf(name)}`;
const textOf = (name) => fieldsOf(name).toString();

function formDataOf(name) {
  const form = new FormData();
  for (const [key, value] of fieldsOf(name)) form.append(key, value);
  return form;
}

/** Ends what `send.cancelled` began. */
const abort = new AbortController();

globalThis.send = {
  image(name) {
    new Image().src = addressOf(name);
  },
  // What the pixel does in Chromium where an address would be too long (domain facts 2.3).
  form(name) {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = PIXEL;
    form.target = 'hidden-form';
    for (const [key, value] of [...fieldsOf(name), ['cd[long]', LONG]]) {
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = key;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
    form.remove();
  },
  // What it does in Firefox.
  'beacon of FormData'(name) {
    const form = formDataOf(name);
    form.append('cd[long]', LONG);
    navigator.sendBeacon(PIXEL, form);
  },
  'beacon of text'(name) {
    navigator.sendBeacon(PIXEL, textOf(name));
  },
  'beacon of URLSearchParams'(name) {
    navigator.sendBeacon(PIXEL, fieldsOf(name));
  },
  'beacon of a Blob'(name) {
    navigator.sendBeacon(PIXEL, new Blob([textOf(name)], { type: FORM }));
  },
  XHR(name) {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', addressOf(name));
    xhr.send();
  },
  'XHR with a body'(name) {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', PIXEL);
    xhr.setRequestHeader('content-type', FORM);
    xhr.send(textOf(name));
  },
  fetch(name) {
    fetch(addressOf(name));
  },
  'fetch with a body'(name) {
    fetch(PIXEL, { method: 'POST', body: textOf(name), headers: { 'content-type': FORM } });
  },
  keepalive(name) {
    fetch(addressOf(name), { keepalive: true, mode: 'no-cors' });
  },
  cancelled(name) {
    fetch(addressOf(name), { signal: abort.signal }).catch(() => undefined);
  },
  'same-origin frame'(name) {
    sendInFrame(`/hits/frame.html?name=${encodeURIComponent(name)}`);
  },
  'cross-origin frame'(name) {
    sendInFrame(`https://other.test/hits/frame.html?name=${encodeURIComponent(name)}`);
  },
  worker(name) {
    new Worker('/hits/worker.js').postMessage(name);
  },
  async 'service worker'(name) {
    await navigator.serviceWorker.register('/hits/service-worker.js');
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage(name);
  },
};

function sendInFrame(address) {
  const frame = document.createElement('iframe');
  frame.src = address;
  document.body.append(frame);
}
