/*
 * A FAKE of a US Privacy API for the tests of Event Loupe. Built from domain facts 8: __uspapi with
 * getUSPData. It has no events.
 */
(() => {
  let uspString = localStorage.getItem('fake-usp') ?? '1YNN';
  window.__uspapi = (command, version, callback) => {
    if (command === 'getUSPData') callback({ version, uspString }, true);
  };
  window.cmp = {
    choose(isGranted) {
      uspString = isGranted ? '1YNN' : '1YYN';
      localStorage.setItem('fake-usp', uspString);
      onChoice(isGranted, false);
    },
  };
})();
