import { expect, test } from 'vitest';
import { splitAddress, transportOf } from '../../../../src/vendors/request.ts';

test.each([
  ['image', 'GET', 'image'],
  ['imageset', 'GET', 'image'],
  ['ping', 'POST', 'beacon'],
  ['beacon', 'POST', 'beacon'],
  ['xmlhttprequest', 'POST', 'fetch or xhr'],
  ['fetch', 'GET', 'fetch'],
  ['xhr', 'GET', 'xhr'],
  ['sub_frame', 'POST', 'form'],
  ['sub_frame', 'GET', 'frame'],
  ['main_frame', 'post', 'form'],
  ['document', 'POST', 'form'],
  ['main_frame', 'GET', 'navigation'],
  ['script', 'GET', 'script'],
  ['csp_report', 'POST', 'other'],
  ['constructor', 'GET', 'other'],
])('%s %s is %s', (type, method, transport) => {
  expect(transportOf({ url: 'https://x.example/', method, type })).toBe(transport);
});

test.each([
  ['https://A.example/p?q=1#f', { host: 'a.example', path: '/p', query: 'q=1' }],
  ['https://a.example', { host: 'a.example', path: '/', query: '' }],
  ['https://a.example?q', { host: 'a.example', path: '/', query: 'q' }],
  ['https://a.example#?q', { host: 'a.example', path: '/', query: '' }],
  ['http://u:p@a.example:80/', { host: 'a.example', path: '/', query: '' }],
  ['https://a.example:8443/', { host: 'a.example:8443', path: '/', query: '' }],
  ['http://[::1]:80/x', { host: '[::1]', path: '/x', query: '' }],
  ['https://a.example/?a?b', { host: 'a.example', path: '/', query: 'a?b' }],
  ['https:a.example', undefined],
  ['https:///x', undefined],
  ['ftps://a.example/', undefined],
  ['wss://a.example/', undefined],
  ['data:,x', undefined],
])('splits %s', (url, expected) => {
  expect(splitAddress(url)).toEqual(expected);
});
