importScripts('/hits/send.js');
addEventListener('message', (event) => fetch(addressOf(event.data)));
