import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '../../src/session/entry.ts';
import { ROOT } from '../build/build.ts';

/** Has the command tell what it cost, as the last line on standard error. */
const TELL = `data:text/javascript,process.on("exit",()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();console.error("\\n"+JSON.stringify({cpu:(u+s)/1e6,memory:m*1024}))})`;

/** What the built `check` of a session costs, JSON report included. */
export interface CheckCost {
  /** Seconds of CPU, user and system. */
  cpu: number;
  /** Bytes of memory at its peak. */
  memory: number;
}

/** Checks a session. @throws when the command fails */
export function measureCheck(entries: Iterable<Entry>): CheckCost {
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-bench-'));
  try {
    const session = join(folder, 'session.jsonl');
    const file = openSync(session, 'w');
    for (const entry of entries) writeSync(file, `${JSON.stringify(entry)}\n`);
    closeSync(file);
    const command = [
      join(ROOT, 'dist/cli/event-loupe.js'),
      'check',
      session,
      '--format',
      'json',
      '--out',
      join(folder, 'report.json'),
    ];
    const { status, stderr } = spawnSync(process.execPath, ['--import', TELL, ...command], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0 && status !== 1) throw new Error(stderr);
    return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
