/*
 * A FAKE of the LoyJoy chat widget for the demo shop and the tests of Event Loupe. No public copy
 * of the real widget exists: this one is built from LoyJoy's documentation alone.
 *
 * From the documentation: the script is loaded synchronously and defines window.LoyJoy, there is
 * no stub; the commands boot, open, close, hide, show and remove; `eventListeners` as an array of
 * (evt, obj) or as an object of name → [(obj)]; `callbacks`; obj can be undefined; its fields
 * bot_id, process_id, process_name, sub_process_name, label, url; localStorage key and container id
 * `loyjoy-chat`; names of events that are not in any list (a process can trigger its own).
 *
 * Decided here, because no document tells: listeners run synchronously and in order, and one that
 * throws stops those after it, as any plain loop would; every event runs in a task of its own, so
 * that an error of the page's is the page's; load, open, close, hide and show carry no obj; a
 * callback gets what a listener's obj is; booting a second time adds its listeners to the first;
 * commands that are not known do nothing.
 *
 * `?catalogue=legacy` on the script's address speaks the names of the catalogue of 2020
 * (newsletter_opt_in instead of newsletter_single_opt_in).
 *
 * Does not do: a server, conversations, tokens, service workers, URL parameters, consent.
 * It sends nothing.
 */
(() => {
  const CONTAINER_ID = 'loyjoy-chat';
  const isLegacy = new URL(document.currentScript.src).searchParams.get('catalogue') === 'legacy';
  const OPT_IN = isLegacy ? 'newsletter_opt_in' : 'newsletter_single_opt_in';

  let isBooted = false;
  let isStarted = false;
  let settings = {};
  const listeners = [];

  const STYLE = `
    #${CONTAINER_ID} { position: fixed; right: 24px; bottom: 24px; z-index: 20; font: 15px/1.45 system-ui, sans-serif; }
    #${CONTAINER_ID}[hidden] { display: none; }
    #${CONTAINER_ID} button { font: inherit; cursor: pointer; border: 0; border-radius: 999px; }
    #${CONTAINER_ID} .bubble { background: #5b3df5; color: #fff; padding: 12px 20px; box-shadow: 0 6px 20px #0003; }
    #${CONTAINER_ID} .box { width: 320px; background: #fff; color: #222; border-radius: 16px; box-shadow: 0 10px 40px #0004; overflow: hidden; }
    #${CONTAINER_ID} header { display: flex; justify-content: space-between; align-items: center; background: #5b3df5; color: #fff; padding: 12px 16px; }
    #${CONTAINER_ID} header button { background: none; color: #fff; }
    #${CONTAINER_ID} .log { display: flex; flex-direction: column; gap: 8px; padding: 16px; height: 180px; overflow-y: auto; }
    #${CONTAINER_ID} .log p { margin: 0; padding: 8px 12px; border-radius: 12px; background: #f1effb; align-self: flex-start; }
    #${CONTAINER_ID} .log p.mine { background: #5b3df5; color: #fff; align-self: flex-end; }
    #${CONTAINER_ID} .replies { display: flex; flex-wrap: wrap; gap: 8px; padding: 0 16px 16px; }
    #${CONTAINER_ID} .replies button { background: #fff; color: #5b3df5; border: 1px solid #5b3df5; padding: 6px 12px; }
  `;

  /** What a visitor can answer, and what happens in the chat when they do. */
  const REPLIES = [
    {
      id: 'product_tester',
      text: 'I want to test products',
      answer: 'Great, you are on the list of testers!',
      events: [['product_tester', { label: 'Product tester', sub_process_name: 'Event' }]],
    },
    {
      id: 'newsletter',
      text: 'Send me the newsletter',
      answer: 'Done. We write once a month.',
      events: [
        ['newsletter_single_opt_in_asked', { sub_process_name: 'Newsletter' }],
        [OPT_IN, { label: 'Yes, please', sub_process_name: 'Newsletter' }],
      ],
    },
    {
      id: 'openlink',
      text: 'Show me the coffee',
      answer: 'Here it is: House Blend, 250 g.',
      events: [
        ['openlink', { label: 'House Blend', url: '/product.html' }],
        ['link_clicked', { label: 'House Blend' }],
      ],
    },
    {
      id: 'cart',
      text: 'Put it into my cart',
      answer: 'It is in your cart.',
      events: [],
      callback: 'add_to_cart',
    },
  ];

  function detail(extra) {
    return {
      bot_id: settings.bot,
      process_id: settings.process,
      process_name: 'Coffee advisor',
      ...extra,
    };
  }

  function tell(evt, obj) {
    for (const shape of listeners) {
      if (Array.isArray(shape)) {
        for (const listener of shape) listener(evt, obj);
      } else if (Object.hasOwn(shape, evt)) {
        for (const listener of [shape[evt]].flat()) listener(obj);
      }
    }
  }

  function fire(evt, obj) {
    setTimeout(() => tell(evt, obj));
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function container() {
    return document.getElementById(CONTAINER_ID);
  }

  function say(text, isMine) {
    const line = element('p', { textContent: text, className: isMine ? 'mine' : '' });
    const log = container().querySelector('.log');
    log.append(line);
    log.scrollTop = log.scrollHeight;
  }

  function reply(choice) {
    say(choice.text, true);
    if (!isStarted) {
      isStarted = true;
      localStorage.setItem(CONTAINER_ID, JSON.stringify({ started: true }));
      fire('start', detail());
    }
    for (const [evt, extra] of choice.events) fire(evt, detail(extra));
    if (choice.callback) {
      setTimeout(() =>
        settings.callbacks?.[choice.callback]?.(detail({ product_id: 'house-250' })),
      );
    }
    setTimeout(() => {
      say(choice.answer, false);
      container().dataset.answered = choice.id;
    });
  }

  function drawClosed() {
    const bubble = element('button', { className: 'bubble', textContent: 'Chat with us' });
    bubble.dataset.action = 'open';
    bubble.addEventListener('click', open);
    container().replaceChildren(element('style', { textContent: STYLE }), bubble);
  }

  function drawOpen() {
    const close = element('button', { textContent: '✕', ariaLabel: 'Close the chat' });
    close.dataset.action = 'close';
    close.addEventListener('click', closeChat);
    const replies = REPLIES.map((choice) => {
      const button = element('button', { textContent: choice.text });
      button.dataset.reply = choice.id;
      button.addEventListener('click', () => reply(choice));
      return button;
    });
    container().replaceChildren(
      element('style', { textContent: STYLE }),
      element(
        'div',
        { className: 'box' },
        element('header', {}, element('b', { textContent: 'Coffee advisor' }), close),
        element('div', { className: 'log' }),
        element('div', { className: 'replies' }, ...replies),
      ),
    );
    say('Hello! How can I help you?', false);
  }

  function open() {
    if (!isBooted) return;
    drawOpen();
    fire('open');
  }

  function closeChat() {
    if (!isBooted) return;
    drawClosed();
    fire('close');
  }

  function setHidden(isHidden) {
    if (!isBooted) return;
    container().hidden = isHidden;
    fire(isHidden ? 'hide' : 'show');
  }

  function boot(options = {}) {
    settings = { ...settings, ...options };
    if (options.eventListeners) listeners.push(options.eventListeners);
    if (isBooted) return;
    isBooted = true;
    const draw = () => {
      if (!container()) document.body.append(element('div', { id: CONTAINER_ID }));
      drawClosed();
      fire('load');
      fire('show');
    };
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', draw, { once: true });
    } else setTimeout(draw);
  }

  function remove() {
    container()?.remove();
    isBooted = false;
    listeners.length = 0;
  }

  const COMMANDS = {
    boot,
    open,
    close: closeChat,
    hide: () => setHidden(true),
    show: () => setHidden(false),
    remove,
  };

  window.LoyJoy = (command, ...rest) => {
    if (Object.hasOwn(COMMANDS, command)) COMMANDS[command](...rest);
  };
})();
