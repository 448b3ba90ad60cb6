import type { Plan } from './plan.ts';
/** A rule of the user's own: which source event becomes which Meta event. */
export interface MappingRule {
  /** Shown in reports; made from the names where it is absent. */
  id?: string;
  from: {
    source: 'loyjoy' | 'dataLayer' | 'cact' | 'analytics';
    /** The source event's exact name; or a pattern for it, a regular expression for all of it. */
    name?: string;
    pattern?: string;
    /** A property of the source event that must be there, or be this. Dots go deeper. */
    where?: { property: string; equals?: string | number | boolean };
  };
  /** The Meta event. `null`: the source event must not reach Meta. */
  to: string | null;
  parameters?: {
    /** Property of the source event (dots go deeper), or `value` for a constant. */
    from?: string;
    value?: string | number | boolean;
    /** Parameter at Meta: `value`, `contents`, `user_data.em`. */
    to: string;
    /** It is sent as its SHA-256 after Meta's normalisation. */
    hashed?: boolean;
  }[];
}

/** Consent sources that can govern Meta. */
export type ConsentSource =
  | 'meta'
  | 'google'
  | 'tcf'
  | 'gpp'
  | 'usp'
  | 'trust'
  | 'onetrust'
  | 'cookiebot'
  | 'usercentrics'
  | 'didomi'
  | 'loyjoy';

/**
 * The user's own settings for a site, kept as `event-loupe.json` in their repository.
 * profile.schema.json describes it.
 */
export interface Profile {
  $schema?: string;
  /** Names of data layers besides `dataLayer`. */
  layers?: string[];
  /** Endpoints to add, or to mute. `address`: a host, or a host with a path; `*` as in endpoints.ts. */
  endpoints?: {
    vendor: 'meta' | 'meta-gateway' | 'commanders-act' | 'segment';
    address: string;
    muted?: true;
  }[];
  mapping?: { rules: MappingRule[] };
  /**
   * Levels of rules: by id (`dedup/no-event-id`), for an area (`loyjoy/*`), or for all (`*`). The
   * more specific key counts.
   */
  rules?: Record<string, RuleSetting>;
  consent?: {
    /** The source that decides for Meta. Absent: all sources that were seen, and they must agree. */
    governs?: ConsentSource;
    /** The category, purpose or service that stands for Meta, per source, e.g. `{"trust": "3"}`. */
    categories?: Partial<Record<ConsentSource, string>>;
    /** `opt-in`: nothing before a yes. `opt-out`: anything until a no. Absent: not known. */
    region?: 'opt-in' | 'opt-out';
    /** The user manages consent and leaves Commanders Act's field "User Consent Category" empty. */
    commandersAct?: 'managed';
  };
  /** What parameters are called where they are shown, by their names as sent: `cd[custom_3]`. */
  labels?: Record<string, string>;
  /** What must happen on a journey, by the plan's name. */
  plans?: Record<string, Plan>;
  /** What is masked in exports and masked reports, besides what is always. */
  masking?: {
    /** Names of further fields whose values are personal; dots go deeper. */
    fields?: string[];
    /** Names of fields that stay as they are. */
    keep?: string[];
    /** Regular expressions; what matches is masked wherever it stands. */
    patterns?: string[];
  };
}

/** What a rule's findings count as; `off`: they are not told. */
export type RuleLevel = 'off' | 'info' | 'warning' | 'error';

/** A level for findings that meet all the conditions that are named. */
export interface RuleCondition {
  level: RuleLevel;
  /** The event's name, as the entry has it. */
  event?: string;
  pixel?: string;
  /** The page's address: a host (`*.shop.example`), or a host with a path that may end in `*`. */
  address?: string;
}

/** A level, a level under conditions, or several of them: the first that fits counts. */
export type RuleSetting = RuleLevel | RuleCondition | readonly (RuleLevel | RuleCondition)[];

/** A profile that says nothing. */
export const EMPTY_PROFILE: Profile = {};
