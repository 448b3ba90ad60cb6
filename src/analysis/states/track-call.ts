/** A call of fbq that sends an event, as far as what becomes of it needs that. */
export interface TrackCall {
  readonly id: string;
  /** Its number in the document. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly command: string;
  readonly name: string;
  /** Only this pixel (trackSingle); absent: every pixel initialised before it. */
  readonly single: { id: string | undefined; text: string } | undefined;
  /** The document's address when it was called, without its hash. */
  readonly address: string;
  /** `threw` or arguments that cannot be sent. */
  readonly broken: 'threw' | 'bad-arguments' | undefined;
  /** Hits that are known to be its own; one for a pixel. */
  readonly hits: readonly { readonly id: string; readonly pixelId: string }[];
  /** Whether it counts as unsent now: for a fault, or for nothing but a consent that is revoked. */
  trouble: 'unsent' | 'withheld' | undefined;
}

/** Whether the SDK sends one such call per pixel and page: PageView, but of trackSingle. */
export function isHeldToOneView({ name, command }: Pick<TrackCall, 'name' | 'command'>): boolean {
  return name === 'PageView' && (command === 'track' || command === 'trackCustom');
}
