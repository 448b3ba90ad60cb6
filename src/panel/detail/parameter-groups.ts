import type { ParameterGroup } from '../../vendors/meta/parameters.ts';
import { t } from '../text/language.ts';
import { parameterWords } from '../text/parameter-words.ts';

/** A parameter as the table shows it. */
export interface ShownParameter {
  /** As it was sent. */
  name: string;
  /** Raw. */
  value: string;
  /** In words; the name itself where nothing is known about it. */
  label: string;
  /** A sentence; empty where nothing is known. */
  meaning: string;
  /** What this value says: `sendBeacon`, a date, names of bits. */
  reading: string | undefined;
  /** Nobody has seen or documented what it means. */
  isUnverified: boolean;
}

/** A part of the table. */
export interface ParameterSection {
  part: Part;
  title: string;
  parameters: ShownParameter[];
}

const PARTS = ['event', 'data', 'user', 'page', 'privacy', 'technical', 'unknown'] as const;
type Part = (typeof PARTS)[number];

/** Meta's groups; what the browser and the SDK say of themselves is one part. */
const META_PARTS: Readonly<Record<ParameterGroup, Part>> = {
  event: 'event',
  'custom data': 'data',
  matching: 'user',
  page: 'page',
  privacy: 'privacy',
  browser: 'technical',
  sdk: 'technical',
  unknown: 'unknown',
};

/** Where the other vendors' wires keep what; the first pattern that fits decides. */
const PATTERNS: Readonly<Record<string, readonly (readonly [RegExp, Part, prefix?: string])[]>> = {
  'meta-gateway': [
    [/^custom_data\./, 'data', 'custom_data.'],
    [/^fb\.(?:advanced_matching|fbp|clickID|external_id)/, 'user', 'fb.'],
    [/^website_context\./, 'page', 'website_context.'],
    [/^(?:event_|fb\.pixel_id)/, 'event'],
    [/./, 'technical'],
  ],
  // Properties stand under `properties` in v1 and at the root in v2.
  'commanders-act': [
    [/^(?:event|event_name|eventId|context\.event_id|context\.eventId)$/, 'event'],
    [/^integrations\./, 'event'],
    [/consent_categories|rejected_vendors|consent/, 'privacy'],
    [/^(?:context\.)?user\./, 'user'],
    [/^(?:context\.)?page\.|^url$|^path$|^title$|^referrer$/, 'page'],
    [
      /^(?:context|device)\.|^(?:tc_s|token|tc_skey|version|generatorVersion|containerVersion)$/,
      'technical',
    ],
    [/./, 'data', 'properties.'],
  ],
  segment: [
    [/^(?:event|name|type|messageId|category)$/, 'event'],
    [/^properties\./, 'data', 'properties.'],
    [/^traits\.|^context\.traits\.|^(?:anonymousId|userId|previousId|groupId)$/, 'user'],
    [/^context\.page\./, 'page', 'context.page.'],
    [/^context\.consent/, 'privacy'],
    [/./, 'technical'],
  ],
};

/** The parameters of one event in parts, each as it was sent; empty parts are left out. */
export function groupParameters(
  vendor: string,
  parameters: Readonly<Record<string, string>>,
): ParameterSection[] {
  const parts = new Map<Part, ShownParameter[]>(PARTS.map((part) => [part, []]));
  for (const [name, value] of Object.entries(parameters)) {
    const [part, shown] =
      vendor === 'meta' ? describePixel(name, value) : describeOther(vendor, name, value);
    parts.get(part)?.push(shown);
  }
  const titles = t().detail.parameters.part;
  return PARTS.flatMap((part) => {
    const found = parts.get(part) ?? [];
    return found.length > 0 ? [{ part, title: titles[part], parameters: found }] : [];
  });
}

/** Longer values have no meaning that a table could say. */
const READ_UNITS = 400;

function describePixel(name: string, value: string): [Part, ShownParameter] {
  const words = parameterWords(name, value.slice(0, READ_UNITS));
  const { label, key, meaning, group, evidence, reading } = words;
  return [
    META_PARTS[group],
    {
      name,
      value,
      // The part's own heading says that it is data of the event.
      label: group === 'custom data' && key !== undefined ? key : label,
      meaning,
      reading,
      isUnverified: evidence === 'unverified',
    },
  ];
}

function describeOther(vendor: string, name: string, value: string): [Part, ShownParameter] {
  const patterns = Object.hasOwn(PATTERNS, vendor) ? PATTERNS[vendor] : undefined;
  const [, part, prefix] = patterns?.find(([pattern]) => pattern.test(name)) ?? [
    undefined,
    'data' as const,
  ];
  const label = prefix !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const shown = { name, value, label, meaning: '', reading: undefined, isUnverified: false };
  return [part, shown];
}
