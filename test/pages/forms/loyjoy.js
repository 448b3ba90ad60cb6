// A fake of the LoyJoy widget, built from its documentation: no stub, defined by its script; boot
// with listeners as an array of (evt, obj) or as a map of name → functions; callbacks.
(() => {
  let options = {};
  window.LoyJoy = (command, given) => {
    if (command === 'boot') options = given;
  };
  window.loyjoy = {
    fire(evt, obj) {
      const { eventListeners } = options;
      if (Array.isArray(eventListeners)) for (const listener of eventListeners) listener(evt, obj);
      else for (const listener of eventListeners[evt] ?? []) listener(obj);
    },
    callback: (name, value) => options.callbacks[name](value),
  };
})();
