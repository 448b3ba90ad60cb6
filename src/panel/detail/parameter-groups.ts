import { describeParameter, type ParameterGroup } from '../../vendors/meta/parameters.ts';

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
  title: Title;
  parameters: ShownParameter[];
}

const TITLES = [
  'Event',
  'Event data',
  'User data',
  'Page',
  'Privacy',
  'Technical',
  'Not known',
] as const;
type Title = (typeof TITLES)[number];

/** Meta's groups; what the browser and the SDK say of themselves is one part. */
const META_TITLES: Readonly<Record<ParameterGroup, Title>> = {
  event: 'Event',
  'custom data': 'Event data',
  matching: 'User data',
  page: 'Page',
  privacy: 'Privacy',
  browser: 'Technical',
  sdk: 'Technical',
  unknown: 'Not known',
};

/** Where the other vendors' wires keep what; the first pattern that fits decides. */
const PATTERNS: Readonly<Record<string, readonly (readonly [RegExp, Title, prefix?: string])[]>> = {
  // Domain facts 3.1, openbridge.
  'meta-gateway': [
    [/^custom_data\./, 'Event data', 'custom_data.'],
    [/^fb\.(?:advanced_matching|fbp|clickID|external_id)/, 'User data', 'fb.'],
    [/^website_context\./, 'Page', 'website_context.'],
    [/^(?:event_|fb\.pixel_id)/, 'Event'],
    [/./, 'Technical'],
  ],
  // Domain facts 5.2: properties stand under `properties` in v1 and at the root in v2.
  'commanders-act': [
    [/^(?:event|event_name|eventId|context\.event_id|context\.eventId)$/, 'Event'],
    [/^integrations\./, 'Event'],
    [/consent_categories|rejected_vendors|consent/, 'Privacy'],
    [/^(?:context\.)?user\./, 'User data'],
    [/^(?:context\.)?page\.|^url$|^path$|^title$|^referrer$/, 'Page'],
    [
      /^(?:context|device)\.|^(?:tc_s|token|tc_skey|version|generatorVersion|containerVersion)$/,
      'Technical',
    ],
    [/./, 'Event data', 'properties.'],
  ],
  // Domain facts 6.
  segment: [
    [/^(?:event|name|type|messageId|category)$/, 'Event'],
    [/^properties\./, 'Event data', 'properties.'],
    [/^traits\.|^context\.traits\.|^(?:anonymousId|userId|previousId|groupId)$/, 'User data'],
    [/^context\.page\./, 'Page', 'context.page.'],
    [/^context\.consent/, 'Privacy'],
    [/./, 'Technical'],
  ],
};

/** The parameters of one event in parts, each as it was sent; empty parts are left out. */
export function groupParameters(
  vendor: string,
  parameters: Readonly<Record<string, string>>,
): ParameterSection[] {
  const sections = new Map<Title, ShownParameter[]>(TITLES.map((title) => [title, []]));
  for (const [name, value] of Object.entries(parameters)) {
    const [title, shown] =
      vendor === 'meta' ? describePixel(name, value) : describeOther(vendor, name, value);
    sections.get(title)?.push(shown);
  }
  return TITLES.flatMap((title) => {
    const found = sections.get(title) ?? [];
    return found.length > 0 ? [{ title, parameters: found }] : [];
  });
}

/** Longer values have no meaning that a table could say. */
const READ_UNITS = 400;

function describePixel(name: string, value: string): [Title, ShownParameter] {
  const { label, meaning, group, evidence, reading, bits } = describeParameter(
    name,
    value.slice(0, READ_UNITS),
  );
  // The part's own heading says that it is data of the event.
  const shown = group === 'custom data' && name !== label ? label.replace(/^[^:]+: /, '') : label;
  const words = bits === undefined || bits.length === 0 ? reading : bits.join(', ');
  return [
    META_TITLES[group],
    {
      name,
      value,
      label: shown,
      meaning,
      reading: words,
      isUnverified: evidence === 'unverified',
    },
  ];
}

function describeOther(vendor: string, name: string, value: string): [Title, ShownParameter] {
  const patterns = Object.hasOwn(PATTERNS, vendor) ? PATTERNS[vendor] : undefined;
  const [, title, prefix] = patterns?.find(([pattern]) => pattern.test(name)) ?? [
    undefined,
    'Event data' as const,
  ];
  const label = prefix !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const shown = { name, value, label, meaning: '', reading: undefined, isUnverified: false };
  return [title, shown];
}
