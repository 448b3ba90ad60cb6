import type { Entry } from '../../session/entry.ts';
import { connectorPreview } from '../../vendors/commanders-act/connector-preview.ts';
import { type Context, createFindingBook, type Part } from '../part.ts';
import { connectorFindings } from './connector-findings.ts';

/** Hits that never reached the server: what they carry is sent by nobody. */
const LOST: ReadonlySet<string | undefined> = new Set(['blocked', 'failed']);

/**
 * What Commanders Act's connector makes of the collection hits. Only hits are judged: a call does
 * not hold what the library adds (fbp, fbc, the event id), and its hit shows all of it.
 */
export function createConnector(context: Context): Part {
  const findings = createFindingBook();
  const dirty = new Set<string>();

  const judge = (id: string) => {
    const entry = context.get(id);
    if (!isCollected(entry)) return;
    const calls = context.previousOf(id).filter((before) => {
      const call = context.get(before);
      return call?.kind === 'call' && call.source === 'cact';
    });
    const proof = [id, ...[...calls].sort()];
    const found = LOST.has(entry.outcome)
      ? []
      : connectorPreview(entry, context.profile).flatMap((event) =>
          connectorFindings(event, proof),
        );
    findings.put(id, found);
  };

  return {
    findings,
    add(entry) {
      if (isCollected(entry)) dirty.add(entry.id);
    },
    settle(changed) {
      for (const id of changed) if (isCollected(context.get(id))) dirty.add(id);
      for (const id of dirty) judge(id);
      dirty.clear();
    },
    clear() {
      findings.clear();
      dirty.clear();
    },
  };
}

function isCollected(entry: Entry | undefined): entry is Entry & { kind: 'hit' } {
  return entry?.kind === 'hit' && entry.vendor === 'commanders-act' && entry.role === undefined;
}
