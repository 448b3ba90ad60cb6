import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What each folder of src may import of ours, besides itself. Imports go down only. */
const MAY_IMPORT: Record<string, string[]> = {
  session: [],
  hook: ['session'],
  relay: ['session'],
  background: ['session', 'vendors', 'recording'],
  vendors: ['session'],
  recording: ['session', 'vendors'],
  analysis: ['session', 'vendors'],
  language: ['session', 'vendors', 'analysis'],
  rules: ['session', 'vendors', 'analysis', 'language'],
  diff: ['session', 'vendors', 'analysis'],
  // Two entries, or two sessions, are compared in the panel as the command compares them.
  panel: ['session', 'vendors', 'recording', 'analysis', 'language', 'rules', 'diff'],
  cli: ['session', 'vendors', 'analysis', 'diff', 'language', 'rules'],
  playwright: ['session', 'vendors', 'recording', 'analysis', 'language', 'rules', 'cli'],
};

/** A view of the panel: it shows what the model has, with the parts, and entries as the detail does. */
const VIEW = ['text', 'ui', 'model', 'detail'];
/** A part of the analysis: it meets the others through the context only. */
const PART = ['.', 'facts', 'severity.ts', 'verdicts.ts'];

/**
 * What each room of a folder may import of the others. `.` stands for the files that lie in the
 * folder itself; one of them that imports the rooms is a room by its name. Types count like values.
 */
const FLOORS: Record<string, Record<string, string[]>> = {
  panel: {
    intake: ['text'],
    text: [],
    ui: ['text'],
    model: ['intake', 'text'],
    detail: ['text', 'ui', 'model'],
    stream: VIEW,
    timeline: VIEW,
    mapping: VIEW,
    deduplication: VIEW,
    consent: VIEW,
    findings: VIEW,
    plan: VIEW,
    compare: VIEW,
    app: [
      'intake',
      ...VIEW,
      'stream',
      'timeline',
      'mapping',
      'deduplication',
      'consent',
      'findings',
      'plan',
      'compare',
    ],
  },
  analysis: {
    'verdicts.ts': [],
    'severity.ts': ['verdicts.ts'],
    facts: ['severity.ts', 'verdicts.ts'],
    '.': ['facts', 'severity.ts', 'verdicts.ts'],
    states: ['.', 'verdicts.ts'],
    links: ['.', 'states', 'verdicts.ts'],
    checks: PART,
    unsent: PART,
    server: PART,
    matches: PART,
    connector: PART,
    pairs: PART,
    personal: PART,
    plan: PART,
    consent: PART,
    'create-analysis.ts': [
      ...PART,
      'links',
      'checks',
      'unsent',
      'server',
      'matches',
      'connector',
      'pairs',
      'personal',
      'plan',
      'consent',
    ],
  },
  vendors: {
    '.': [],
    meta: ['.'],
    'commanders-act': ['.', 'meta', 'source-event.ts'],
    segment: ['.'],
    google: ['.'],
    loyjoy: ['.'],
    consent: ['.', 'meta'],
    personal: ['.', 'meta'],
    'call-summary.ts': ['.', 'meta'],
    'source-event.ts': ['.', 'segment', 'call-summary.ts'],
    'endpoints.ts': ['.', 'meta'],
    'profile-endpoints.ts': ['endpoints.ts'],
    'decode.ts': ['.', 'meta', 'commanders-act', 'segment', 'endpoints.ts'],
    har: ['.', 'meta', 'decode.ts'],
  },
};

/** Rooms of the panel in which nothing is rendered. */
const WITHOUT_COMPONENTS = ['intake', 'text', 'model'];

/** Packages that may reach a page: none. */
const WITHOUT_PACKAGES = ['hook', 'relay'];

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.endsWith('.vite.ts'))
  .map((file) => join('src', file).replaceAll('\\', '/'));

/** What a file imports, types too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((m) => m[1] as string);
}

/** The file of ours that an import names. */
function targetOf(file: string, path: string): string {
  return relative(ROOT, resolve(ROOT, dirname(file), path)).replaceAll('\\', '/');
}

/** Our files that a file imports. */
function ownImportsOf(file: string): string[] {
  return importsOf(file)
    .filter((path) => path.startsWith('.'))
    .map((path) => targetOf(file, path))
    .filter((target) => files.includes(target));
}

function folderOf(file: string): string {
  return file.split('/')[1] as string;
}

/** The room of a file that lies in a folder with floors. */
function roomOf(file: string): string {
  const [, folder = '', first = '', ...rest] = file.split('/');
  if (rest.length > 0) return first;
  return FLOORS[folder]?.[first] ? first : '.';
}

/** One circle of a graph, as the way around it; undefined where there is none. */
function circleIn(arrows: ReadonlyMap<string, Iterable<string>>): string[] | undefined {
  const done = new Set<string>();
  const way: string[] = [];
  const walk = (place: string): string[] | undefined => {
    if (way.includes(place)) return [...way.slice(way.indexOf(place)), place];
    if (done.has(place)) return undefined;
    way.push(place);
    for (const next of arrows.get(place) ?? []) {
      const circle = walk(next);
      if (circle) return circle;
    }
    way.pop();
    done.add(place);
    return undefined;
  };
  for (const place of arrows.keys()) {
    const circle = walk(place);
    if (circle) return circle;
  }
  return undefined;
}

describe('the tree', () => {
  it('has the folders that the design names, and no other', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true });
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('%s imports downwards only', (file) => {
    const folder = folderOf(file);
    for (const path of importsOf(file)) {
      if (!path.startsWith('.')) {
        expect(WITHOUT_PACKAGES, `${file} imports ${path}`).not.toContain(folder);
        continue;
      }
      if (path === '../../package.json') continue; // the version
      const target = folderOf(targetOf(file, path));
      if (target !== folder)
        expect(MAY_IMPORT[folder], `${file} imports ${path}`).toContain(target);
    }
  });

  it('calls no file after nothing in particular', () => {
    expect(files.filter((file) => /\b(utils?|helpers?|common|manager|misc)\b/i.test(file))).toEqual(
      [],
    );
  });

  it('has no circle of files, types included', () => {
    const circle = circleIn(new Map(files.map((file) => [file, ownImportsOf(file)])));
    expect(circle, 'the way around').toBeUndefined();
  });
});

describe.each(Object.entries(FLOORS))('the floors of %s', (folder, floors) => {
  const own = files.filter((file) => folderOf(file) === folder);

  it('are the rooms that there are', () => {
    expect([...new Set(own.map(roomOf))].sort()).toEqual(Object.keys(floors).sort());
  });

  it('are held by every import', () => {
    const wrong = own.flatMap((file) =>
      ownImportsOf(file)
        .filter((target) => folderOf(target) === folder && roomOf(target) !== roomOf(file))
        .filter((target) => !floors[roomOf(file)]?.includes(roomOf(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('allow no circle of rooms', () => {
    expect(circleIn(new Map(Object.entries(floors)))).toBeUndefined();
  });
});

describe('the panel', () => {
  const own = files.filter((file) => folderOf(file) === 'panel');

  it('has no circle of folders, whatever their depth', () => {
    const folders = new Map<string, Set<string>>();
    for (const file of own) {
      const from = dirname(file);
      const arrows = folders.get(from) ?? new Set();
      folders.set(from, arrows);
      for (const target of ownImportsOf(file))
        if (folderOf(target) === 'panel' && dirname(target) !== from) arrows.add(dirname(target));
    }
    expect(circleIn(folders)).toBeUndefined();
  });

  it('renders in views and parts only', () => {
    const rendering = own.filter(
      (file) => WITHOUT_COMPONENTS.includes(roomOf(file)) && file.endsWith('x'),
    );
    expect(rendering).toEqual([]);
  });
});
