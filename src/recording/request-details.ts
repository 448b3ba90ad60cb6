import type { BodyReason } from '../session/entry.ts';
import type { Sender } from '../session/wire.ts';
import { DECODED_UNITS } from '../vendors/fields.ts';
import { type AnswerHeader, isOwnServer } from '../vendors/meta/server-announcement.ts';
import type { ObservedBody } from '../vendors/request.ts';

/** What both browsers tell of a request in `webRequest`, as far as it is used here. */
export interface RequestDetails {
  requestId: string;
  url: string;
  method: string;
  type: string;
  tabId: number;
  frameId: number;
  parentFrameId: number;
  /** Milliseconds since the epoch. */
  timeStamp: number;
  documentId?: string;
  parentDocumentId?: string;
  /** Chromium: the sender's origin. */
  initiator?: string;
  /** Firefox: address of the document, or of a worker's script. */
  documentUrl?: string;
  originUrl?: string;
  requestBody?: {
    error?: string;
    formData?: Record<string, unknown[]>;
    raw?: { bytes?: ArrayBuffer; file?: string }[];
  } | null;
  /** The request's own header, where it was seen: `webRequest` is not asked for it. */
  contentType?: string;
  statusCode?: number;
  responseHeaders?: AnswerHeader[];
  fromCache?: boolean;
  ip?: string | null;
  redirectUrl?: string;
  error?: string;
}

/** Whose hits a request belongs among: a tab's, or a service worker's origin's. */
export type Owner = { tabId: number } | { origin: string };

/** The owner; undefined for what no page sent, such as the browser's own requests. */
export function ownerOf(details: RequestDetails): Owner | undefined {
  if (details.tabId >= 0) return { tabId: details.tabId };
  const origin = originOf(details.initiator ?? details.originUrl);
  return origin === undefined ? undefined : { origin };
}

/** The origin of a web address. */
export function originOf(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).origin;
}

/**
 * The document that sent a request. A request that loads a frame (a form into a hidden one) was
 * sent by the document around it.
 */
export function senderOf(details: RequestDetails): Sender {
  const isFrame = details.type === 'sub_frame';
  const documentId = isFrame ? details.parentDocumentId : details.documentId;
  const frameId = isFrame ? details.parentFrameId : details.frameId;
  const url = details.documentUrl ?? details.initiator ?? details.originUrl;
  const isTop = isFrame ? details.parentFrameId === 0 : details.parentFrameId === -1;
  return {
    ...(documentId === undefined ? {} : { documentId }),
    ...(isTop && { top: true as const }),
    ...(details.tabId >= 0 && frameId >= 0 ? { frameId } : {}),
    ...(url === undefined ? {} : { url }),
  };
}

/**
 * Whether an answer is the site's own: to a navigation, or from the host of the page that asked,
 * one above it or one below it (`www.shop.example`, `api.shop.example`).
 */
export function isOwnAnswer(details: RequestDetails): boolean {
  if (details.type === 'main_frame') return true;
  return isOwnServer(details.documentUrl ?? details.initiator ?? details.originUrl, details.url);
}

const UNSEEN: BodyReason = 'not-shown';

/**
 * What was seen of a request's body. Chromium shows neither Blobs nor streams, and may say nothing
 * at all then, so a POST without a body is one that was not shown.
 * @param showsAll Firefox shows every body, so that none is none
 */
export function bodyOf(details: RequestDetails, showsAll: boolean): ObservedBody | undefined {
  if (details.method !== 'POST') return undefined;
  const { requestBody } = details;
  if (requestBody?.formData) return { kind: 'form', fields: textFields(requestBody.formData) };
  const raw = requestBody?.raw ?? [];
  if (raw.some(({ bytes }) => bytes === undefined)) return { kind: 'unreadable', reason: UNSEEN };
  if (raw.length > 0) return { kind: 'text', text: decodeParts(raw) };
  if (showsAll && !requestBody?.error) return undefined;
  return { kind: 'unreadable', reason: UNSEEN };
}

function textFields(fields: Record<string, unknown[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [
      name,
      // Chromium hands out bytes where a value is no UTF-8.
      values.map((value) => (typeof value === 'string' ? value : '\uFFFD')),
    ]),
  );
}

/** As much as is decoded and one unit more, so that a cut is seen; UTF-8 has at most three bytes to a unit. */
function decodeParts(raw: { bytes?: ArrayBuffer }[]): string {
  const decoder = new TextDecoder();
  let text = '';
  for (const { bytes } of raw) {
    const room = DECODED_UNITS + 1 - text.length;
    if (room <= 0) break;
    text += decoder.decode(new Uint8Array(bytes ?? new ArrayBuffer(0)).subarray(0, room * 3), {
      stream: true,
    });
  }
  return text + decoder.decode();
}
