import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type { CallEntry, PageEntry } from '../../../src/session/entry.ts';
import { newVisitor, openDocument } from './consent/life-page.ts';

/** Meta's function under other names, and names that are taken away: the built hook in a realm. */

const STUB = (name: string) =>
  `window.${name} = function () { ${name}.queue.push(arguments); }; ${name}.queue = []; ${name}.push = ${name};`;

async function open(...scripts: string[]) {
  const html = scripts.map((code) => `<script>${code}</script>`).join('');
  const page = await openDocument(newVisitor(), 'https://shop.test/', html);
  const calls = page.entries().filter((entry): entry is CallEntry => entry.kind === 'call');
  const reads = page
    .entries()
    .filter((entry): entry is PageEntry => entry.kind === 'page' && entry.event === 'read');
  return { page, reads, told: calls.map(({ source, args }) => [source, ...args].join(' ')), calls };
}

describe('cbq, the Signals Gateway Pixel', () => {
  it('is recorded under its own name, and not judged as the pixel', async () => {
    const { told, page } = await open(
      `${STUB('cbq')} window._cbq = cbq; cbq('setHost', 'https://sgw.shop.test/'); cbq('init', '2471263269676949709');`,
      "cbq('track', 'PageView'); cbq.push('track', 'Lead', {value: 1}); cbq.queue.push(['track', 'Contact']);",
    );
    expect(told).toEqual([
      'cbq setHost https://sgw.shop.test/',
      'cbq init 2471263269676949709',
      'cbq track PageView',
      expect.stringMatching(/^cbq track Lead/),
      'cbq track Contact',
    ]);
    const analysis = createAnalysis();
    analysis.add(page.entries());
    analysis.end();
    expect(analysis.findings().map(({ rule }) => rule)).toEqual([]);
  });

  it.each([
    ['cbq second', `${STUB('fbq')} window.cbq = fbq;`],
    ['cbq first', `${STUB('cbq')} window.fbq = cbq;`],
    ['behind the queue', `${STUB('cbq')} cbq('init', '1'); window.fbq = window._fbq = cbq;`],
  ])('is the pixel where one function has both names: %s', async (_how, code) => {
    const { calls } = await open(code, "cbq('track', 'Lead'); cbq.push('track', 'Contact');");
    const events = calls.filter(({ args: [command] }) => command === 'track');
    expect(events.map(({ source }) => source)).toEqual(['fbq', 'fbq']);
  });

  it('beside fbq, with the snippet that hands the calls on', async () => {
    const { told } = await open(
      `${STUB('cbq')} window.fbq = function () { fbq.queue.push(arguments); if (arguments[0] === 'track') cbq.queue.push(arguments); }; fbq.queue = [];`,
      "fbq('init', '1'); fbq('track', 'Lead');",
    );
    expect(told.filter((one) => one.startsWith('fbq'))).toEqual(['fbq init 1', 'fbq track Lead']);
    expect(told.filter((one) => one.startsWith('cbq'))).toEqual(['cbq track Lead']);
  });
});

describe('a name that the page takes away', () => {
  it('is away at once: a bare read throws, as without us', async () => {
    const { page } = await open(
      `${STUB('fbq')} window.got = []; delete window.fbq;
       try { fbq('track', 'Lead'); } catch (error) { got.push(error.name, error.message); }
       got.push(typeof fbq, 'fbq' in window, window.fbq, Object.keys(window).includes('fbq'));`,
    );
    expect(page.read('[...got]')).toEqual([
      'ReferenceError',
      'fbq is not defined',
      'undefined',
      false,
      undefined,
      false,
    ]);
  });

  it('can be given again, and is heard', async () => {
    const { told } = await open(
      `${STUB('fbq')} fbq('init', '1'); delete window.fbq;`,
      `if (typeof fbq === 'undefined') { ${STUB('fbq')} } fbq('track', 'Lead');`,
    );
    expect(told).toEqual(['fbq init 1', 'fbq track Lead']);
  });

  it('a later bare read cannot throw any more, and is told', async () => {
    const { reads } = await open(
      `${STUB('fbq')} fbq('init', '1'); delete window.fbq;`,
      "fbq && fbq('track', 'Lead');",
    );
    expect(reads.map(({ name }) => name)).toEqual(['fbq']);
  });
});
