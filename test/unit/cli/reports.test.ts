// @vitest-environment happy-dom
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { markKnown } from '../../../src/cli/baseline.ts';
import { type Format, writeReport } from '../../../src/cli/report/formats.ts';
import { type Paint, PLAIN } from '../../../src/cli/text-report.ts';
import { ENGLISH, LANGUAGES, type Language } from '../../../src/language/languages.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import schema from '../../../src/rules/report.schema.json' with { type: 'json' };
import { createReport } from '../../../src/rules/report.ts';
import type { Checked } from '../../../src/rules/written/checked.ts';
import { OFF, oneTrust } from '../../session/fragments.ts';
import { entries } from '../../session/session.ts';
import sarif from './report/schemas/sarif-2.1.0.json' with { type: 'json' };

/** Texts of a page that mean something to each format. */
const NASTY = `a<b>&"'%0A::error::x|*_[y](z)\u0007]]>`;

function check(text: string, file = 'a,b: c.jsonl', language: Language = ENGLISH): Checked {
  const session = entries(text);
  const analysis = createAnalysis();
  analysis.add(session);
  return { file, report: createReport(analysis, language), entries: session };
}

const FAULTS = `
  page https://shop.example/order/123?x=1
  fbq init 123456789012345
  fbq track purchase
  fbq track ${JSON.stringify(NASTY)}
  gap 40-41 limit
`;

/**
 * OASIS's schema of SARIF 2.1.0, errata 01. It is of draft 4, whose `id` later drafts call `$id`.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
function sarifValidator() {
  const { id: _, $schema: __, ...rest } = sarif;
  const formats = {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) =>
      /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/i.test(text),
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  };
  return new Ajv({ strict: false, formats }).compile(rest);
}

/**
 * What JUnit's XML may have, as Jenkins publishes it: an element's attributes, the ones that it must
 * have with `!`, and its children.
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const JUNIT: Readonly<Record<string, { attributes: string; children: string }>> = {
  testsuites: { attributes: 'name time tests failures errors', children: 'testsuite' },
  testsuite: {
    attributes:
      'name! tests! failures! errors! group time skipped timestamp hostname id package file log url version',
    children: 'testsuite properties testcase system-out system-err',
  },
  testcase: {
    attributes: 'name! time classname group',
    children:
      'skipped error failure rerunFailure rerunError flakyFailure flakyError system-out system-err',
  },
  failure: { attributes: 'type message', children: '' },
  'system-out': { attributes: '', children: '' },
};

/** Where an element is not as Jenkins's schema has it. */
function junitFaults(element: Element): string[] {
  const known = JUNIT[element.localName];
  if (!known) return [`${element.localName} is not known`];
  const words = known.attributes.split(' ').filter(Boolean);
  const has = [...element.attributes].map(({ name }) => name);
  const children = known.children.split(' ');
  return [
    ...has.filter((name) => !words.includes(name) && !words.includes(`${name}!`)),
    ...words.filter((name) => name.endsWith('!') && !has.includes(name.slice(0, -1))),
    ...[...element.children].flatMap((child) =>
      children.includes(child.localName) ? junitFaults(child) : [child.localName],
    ),
  ].map((fault) => `${element.localName}: ${fault}`);
}

function write(
  format: Format,
  checked: Checked[],
  { language = ENGLISH, hasBaseline = false, paint = PLAIN as Paint } = {},
): string {
  return [
    ...writeReport(format, checked, { language, failOn: 'warning', hasBaseline, paint }),
  ].join('');
}

describe('names of findings', () => {
  const again = `
    page z https://shop.example/order/987?y=2
    fbq init 123456789012345
    @+3s fbq track purchase
    fbq track ${JSON.stringify(NASTY)}
    gap 7-9 limit
  `;
  const idsOf = ({ report }: Checked) => report.findings.map(({ id }) => id).sort();

  it('are the same for the same faults in another recording, and each its own', () => {
    expect(idsOf(check(FAULTS))).toEqual(idsOf(check(again)));
    expect(new Set(idsOf(check(FAULTS))).size).toBe(idsOf(check(FAULTS)).length);
    expect(idsOf(check(FAULTS))).toEqual(idsOf(check(FAULTS, 'x', LANGUAGES.de)));
  });

  it('differ by event, pixel and page', () => {
    const one = (text: string) => idsOf(check(text))[0];
    const base = ['page https://shop.example/a', 'fbq init 123456789012345'].join('\n');
    const ids = [
      `${base}\nfbq track purchase`,
      `${base}\nfbq track addtocart`,
      `${base.replace('/a', '/b')}\nfbq track purchase`,
    ].map(one);
    expect(new Set(ids).size).toBe(3);
  });

  it('mark what stands in a baseline, which then counts no more', () => {
    const checked = check(FAULTS);
    const { findings } = checked.report;
    const baseline = new Set(findings.slice(1).map(({ id }) => id));
    const marked = {
      ...checked,
      report: { ...checked.report, findings: markKnown(findings, baseline) },
    };
    expect(write('text', [marked])).toContain(
      `${findings.length - 1} known findings of the baseline`,
    );
    expect(write('junit', [marked]).match(/<testcase/g)).toHaveLength(1);
    const { results } = JSON.parse(write('sarif', [marked], { hasBaseline: true })).runs[0];
    expect(results.map((one: { baselineState: string }) => one.baselineState).sort()).toEqual(
      ['new', ...findings.slice(1).map(() => 'unchanged')].sort(),
    );
  });
});

describe('formats', () => {
  const checked = check(FAULTS);
  const { findings } = checked.report;

  it.each<Format>(['text', 'json', 'junit', 'html', 'sarif', 'github', 'markdown'])(
    'name the documents that a finding is about where there are several: %s',
    (format) => {
      const visit = (page: string) => `page https://shop.example/${page}
        hit 123456789012345 PageView`;
      const two = write(format, [check(`${visit('cart?a=1')}\n${visit('thanks')}`)]);
      expect(two).toContain('went to Meta from this document');
      for (const page of ['cart', 'thanks'])
        expect(two).toMatch(
          new RegExp(`(?:on(: |%3A )|"pages": ?\\[\\s*")\\\\?https.{1,6}shop.*example/${page}\\b`),
        );
      expect(two).not.toMatch(/on: \S*a=1/);
      expect(write(format, [check(`${visit('cart')}\n${visit('cart?again')}`)])).not.toMatch(
        /\bon: |"pages": ?\[/,
      );
    },
  );

  it('json is what the schema says, for one and for several', () => {
    const isValid = new Ajv({ strict: false }).compile(schema);
    expect(isValid(JSON.parse(write('json', [checked])))).toBe(true);
    const list = JSON.parse(write('json', [checked, check('page https://b.example/', 'b')]));
    expect(list.map(({ file }: { file: string }) => file)).toEqual(['a,b: c.jsonl', 'b']);
    expect(list.every((one: unknown) => isValid(one))).toBe(true);
  });

  it('junit fails what is at or above the threshold, and passes a session without findings', () => {
    const text = write('junit', [checked, check('page https://b.example/', 'b')]);
    const grave = findings.filter(({ severity }) => severity !== 'info').length;
    expect(text.match(/<failure /g)).toHaveLength(grave);
    expect(text).toContain(`failures="${grave}"`);
    expect(text).toContain('<testsuite name="b" tests="1" failures="0"');
    const document = new DOMParser().parseFromString(text, 'text/xml');
    expect(document.querySelector('parsererror')).toBeNull();
    expect(document.querySelectorAll('testcase')).toHaveLength(findings.length + 1);
    expect(junitFaults(document.documentElement)).toEqual([]);
    // XML 1.0 has no such characters, escaped or not.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  });

  it('sarif names each rule once, with levels of its own', () => {
    const { version, runs } = JSON.parse(write('sarif', [checked]));
    const [{ tool, results }] = runs;
    expect(version).toBe('2.1.0');
    expect(results).toHaveLength(findings.length);
    const rules = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(rules).size).toBe(rules.length);
    for (const { ruleId, level, partialFingerprints, locations } of results) {
      expect(rules).toContain(ruleId);
      expect(['error', 'warning', 'note']).toContain(level);
      expect(partialFingerprints['eventLoupe/v1']).toMatch(/^[0-9a-f]{10}/);
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('a%2Cb%3A%20c.jsonl');
    }
  });

  it.each([
    ['findings', [checked], false],
    [
      'none, and a path of another system',
      [check('page https://b.example/', 'C:\\a b\\ü[1].jsonl')],
      false,
    ],
    ['a baseline', [checked, check(FAULTS, '-')], true],
    ['German', [check(FAULTS, 'x', LANGUAGES.de)], false],
  ])('sarif is what its published schema says: %s', (_, sessions, hasBaseline) => {
    const isValid = sarifValidator();
    expect(
      isValid(JSON.parse(write('sarif', sessions, { hasBaseline }))),
      JSON.stringify(isValid.errors),
    ).toBe(true);
    expect(isValid({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });

  it('github writes one command a finding, whatever stands in it', () => {
    const lines = write('github', [checked]).trimEnd().split('\n');
    expect(lines).toHaveLength(findings.length);
    for (const line of lines)
      expect(line).toMatch(/^::(?:error|warning|notice) file=a%2Cb%3A c\.jsonl,title=[^:]*::/);
  });

  it.each(['html', 'markdown'] as const)('%s shows text of a page as text', (format) => {
    const text = write(format, [checked], { language: LANGUAGES.de });
    expect(text).not.toContain('<b>');
    if (format === 'markdown') expect(text).not.toContain('[y](z)');
    else {
      const document = new DOMParser().parseFromString(text, 'text/html');
      expect(document.querySelectorAll('article')).toHaveLength(findings.length);
      expect(document.querySelectorAll('script, b')).toHaveLength(0);
      expect(document.documentElement.lang).toBe('de');
    }
  });

  it('text tells the worst first, folds a long walk, and colours only when told to', () => {
    const walk = Array.from({ length: 20 }, (_, i) => `page p${i} https://shop.example/p${i}`);
    const text = write('text', [check(`${walk.join('\n')}\ngap 40-41 limit`)]);
    expect(text.split('\n').findIndex((line) => line.startsWith('error log/gap'))).toBeLessThan(5);
    expect(text).toContain('  and 12 more\n');
    expect(text).not.toContain('\u001b');
    expect(write('text', [checked], { paint: (word) => `<${word}>` })).toContain('<error> ');
  });
});

describe('what was not seen', () => {
  const seen = `
    page https://shop.example/ with {tabId: 1}
    fbq init 123456789012345
    ${oneTrust(OFF)}
    fbq track Lead
      > hit 123456789012345 Lead`;
  const halfSeen = `${seen}
    fbq consent revoke
    fbq track Search
    gap 7-9 limit
    gap 10- no-goodbye
    frame e https://shop.example/frame
    page f https://other.example/<i> with {seen: requests, tabId: 1}`;
  /** What a reader sees. */
  const plain = (text: string) =>
    new DOMParser().parseFromString(text.replaceAll('\\', ''), 'text/html').body.textContent ?? '';

  it.each(['html', 'markdown'] as const)('stands in %s with its documents', (format) => {
    const text = plain(write(format, [check(halfSeen)]));
    expect(text).toContain('What was not seen');
    expect(text).toContain(
      'https://shop.example/: 3 lost entries, its last entries may be missing',
    );
    expect(text).toContain('frame https://shop.example/frame: its requests were not recorded');
    expect(text).toMatch(/<i>: only its requests were recorded, not its calls and its consent/);
    expect(text).toContain('1 unsent (1 held back by consent alone)');
    expect(text).toContain('What was sent under which consent');
    expect(text).toMatch(/Meta 123456789012345: 1 denied, 1 sent without consent/);
    const german = plain(write(format, [check(halfSeen)], { language: LANGUAGES.de }));
    expect(german).toContain('Was nicht zu sehen war');
    expect(german).toContain('nur die Anfragen wurden aufgezeichnet');
    expect(german).toContain('1 ohne Einwilligung gesendet');
  });

  it.each(['html', 'markdown'] as const)('says in %s how many hits count for no call', (format) => {
    const unclear = check(seen);
    unclear.report.ambiguities = [{ entry: 'h', candidates: ['a', 'b'] }];
    expect(write(format, [unclear])).toContain('1 hit could belong to several calls');
  });

  it.each(['html', 'markdown'] as const)('is left out of %s where all was seen', (format) => {
    const text = write(format, [check(seen)]);
    expect(text).not.toContain('What was not seen');
    expect(write(format, [check('page https://shop.example/ with {tabId: 1}')])).not.toContain(
      'under which consent',
    );
  });
});

describe('coverage of the mapping rules', () => {
  const shop = `
    page https://shop.example/
    dataLayer {event: add_to_cart}
    dataLayer {event: add_to_cart}
  `;
  it.each(['html', 'markdown'] as const)('stands in %s with how often each was met', (format) => {
    const checked = check(shop);
    const rules = checked.report.coverage;
    const text = write(format, [checked]);
    expect(text).toContain(`mapping rules: 1 of ${rules.length} met`);
    expect(text).toMatch(/data\\?-layer\/add\\?_to\\?_cart: 2 times/);
    expect(write(format, [check('page https://shop.example/')])).not.toContain('mapping rules');
  });
});
