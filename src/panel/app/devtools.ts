import browser from 'webextension-polyfill';

// Addresses are from the extension's root: Firefox takes relative ones from this page.
await browser.devtools.panels.create('Event Loupe', '/icons/32.png', '/src/panel/panel.html');
