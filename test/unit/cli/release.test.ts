import { expect, it } from 'vitest';
import { type ReleaseState, releaseProblems } from '../../build/release.ts';

/** The beginning of a PNG of some size. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(24);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const READY: ReleaseState = {
  versions: { 'package.json': '1.2.0', 'package-lock.json': '1.2.0', 'manifest.json': '1.2.0' },
  changelog: '# Changelog\n\n## 1.2.0 (2026-11-28)\n\n## 1.1.0 (2026-01-01)\n',
  changes: '',
  pictures: new Map([
    ['en-stream.png', png(1280, 800)],
    ['de-stream.png', png(1280, 800)],
  ]),
};

it('lets a state pass in which all agree', () => {
  expect(releaseProblems(READY)).toEqual([]);
});

it.each<[string, Partial<ReleaseState>, RegExp]>([
  [
    'another version in the manifest',
    { versions: { ...READY.versions, 'manifest.json': '1.1.9' } },
    /^manifest\.json has version 1\.1\.9/,
  ],
  [
    'no entry in the changelog',
    { changelog: '# Changelog\n\n## 1.1.0 (2026-01-01)' },
    /begins with 1\.1\.0/,
  ],
  ['no changelog', { changelog: '' }, /no version/],
  ['an entry without a date', { changelog: '## 1.2.0 (unreleased)' }, /needs its date/],
  [
    'a file that is not committed',
    { changes: ' M src/a.ts\n?? b' },
    /not committed: M src\/a\.ts, \?\? b/,
  ],
  ['no German picture', { pictures: new Map([['en-a.png', png(1280, 800)]]) }, /no picture de-/],
  [
    'a picture of another size',
    { pictures: new Map([...READY.pictures, ['en-b.png', png(640, 400)]]) },
    /en-b\.png is 640 × 400/,
  ],
  [
    'a picture that is none',
    { pictures: new Map([...READY.pictures, ['en-b.png', new Uint8Array(3)]]) },
    /en-b\.png is no PNG/,
  ],
])('names %s', (_, change, expected) => {
  const problems = releaseProblems({ ...READY, ...change });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(expected);
});
