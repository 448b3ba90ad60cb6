import { HAR_IMPORT_BYTES } from '../../session/limits.ts';
import { gunzip, isGzip } from '../../vendors/gunzip.ts';
import { t } from '../text/language.ts';

/** A file's content, or one sentence for the user. */
export type UnpackedFile = { ok: true; file: File } | { ok: false; problem: string };

/** What is packed in a `.gz`, as logs are stored, as a file of its own; any other file as it is. */
export async function unpackFile(file: File): Promise<UnpackedFile> {
  if (!isGzip(new Uint8Array(await file.slice(0, 2).arrayBuffer()))) return { ok: true, file };
  const content = gunzip(new Uint8Array(await file.arrayBuffer()), HAR_IMPORT_BYTES);
  if (typeof content === 'string')
    return { ok: false, problem: t().intake.ofFile(file.name, t().input.gzip[content]) };
  const name = file.name.replace(/\.gz$/i, '');
  return { ok: true, file: new File([content as Uint8Array<ArrayBuffer>], name) };
}
