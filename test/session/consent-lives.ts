import type { Profile } from '../../src/session/profile.ts';

/** How a consent tool names Meta, and what an event of test/pages/consent/life.html is judged by. */
export interface Life {
  /** The profile's answer to which category stands for Meta. */
  categories: NonNullable<NonNullable<Profile['consent']>['categories']>;
  /** `name state` of each event at its call, over two loads, without those of a stored choice. */
  told: readonly string[];
  /** The source's name where it is not the tool's. */
  source?: string;
  /** No error can rest on what its fields mean. */
  isUnfirm?: true;
}

/**
 * @param unanswered when the page has just begun, and the tool has been asked nothing
 * @param storedEarly at the first event of the next load, before the tool has come
 */
const toldOf = (unanswered: string, storedEarly: string) => [
  ...['early undecided', `click ${unanswered}`, 'accepted granted', 'click granted'],
  ...['rejected denied', 'click denied', 'accepted granted', `early ${storedEarly}`],
  'click granted',
];

/** Every consent tool that has a fake, by the name of its file. */
export const LIVES: Readonly<Record<string, Life>> = {
  tcf: { categories: { tcf: '1,3,4' }, told: toldOf('undecided', 'undecided') },
  onetrust: { categories: {}, told: toldOf('undecided', 'granted') },
  cookiebot: { categories: {}, told: toldOf('undecided', 'granted') },
  usercentrics: { categories: {}, told: toldOf('undecided', 'undecided') },
  'usercentrics-v3': {
    categories: { usercentrics: 'marketing' },
    told: toldOf('undecided', 'undecided'),
    source: 'usercentrics',
  },
  didomi: { categories: { didomi: 'advertising' }, told: toldOf('undecided', 'undecided') },
  'didomi-current': {
    categories: { didomi: 'advertising' },
    told: toldOf('undecided', 'undecided'),
    source: 'didomi',
  },
  trust: { categories: { trust: '3' }, told: toldOf('undecided', 'granted') },
  gpp: { categories: {}, told: toldOf('undecided', 'undecided'), isUnfirm: true },
  usp: { categories: {}, told: toldOf('granted', 'undecided'), isUnfirm: true },
};
