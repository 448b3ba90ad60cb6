import { OFF, ON, oneTrust, READY, sent } from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const alone = after('page https://shop.example/');
const ready = after(READY);
const LEAD = sent('Lead');

/** Consent at the time of the call and of the hit. */
export const CONSENT_CASES: RuleCases = {
  'consent/sent-although-denied': ready(`${oneTrust(OFF)}\n${LEAD}`, `${oneTrust(ON)}\n${LEAD}`),
  'consent/sent-before-decision': ready(
    `${oneTrust(OFF, false)}\n${LEAD}`,
    `${oneTrust(ON)}\n${LEAD}`,
  ),
  'consent/withdrawn-after-hit': ready(
    `${oneTrust(ON)}\n+500 ${LEAD}\n+500 ${oneTrust(OFF)}`,
    `${oneTrust(ON)}\n+500 ${LEAD}\n+500 ${oneTrust(ON)}`,
  ),
  'consent/no-source': ready(LEAD, `${oneTrust(ON)}\n${LEAD}`),
  'consent/conflict': ready(
    `${oneTrust(ON)}\nconsent cookiebot change {consented: false, declined: true, hasResponse: true, consent: {necessary: true, marketing: false}}\n${LEAD}`,
    `${oneTrust(ON)}\nconsent cookiebot change {consented: true, declined: false, hasResponse: true, consent: {necessary: true, marketing: true}}\n${LEAD}`,
  ),
  'consent/categories-missing': ready(
    'cact trigger search {}\n  > cact-hit search {}',
    'cact trigger search {}\n  > cact-hit search {user: {consent_categories: ["1"]}}',
  ),
  'consent/category-unknown': ready(
    'cact consent.update {categories: {1: {status: on}, 2: {status: on}}}\ncact trigger search {}\n  > cact-hit search {user: {consent_categories: ["1"]}}',
    // All that the page's TRUST knows of was accepted, and travels with the event.
    'cact consent.update {categories: {1: {status: on}, 2: {status: on}}}\ncact trigger search {}\n  > cact-hit search {user: {consent_categories: ["1", "2"]}}',
  ),
  'consent/left-over-cookie': ready(
    `consent onetrust load {stored: "C0001%3A1%2CC0004%3A0", closed: "2026"}\n${LEAD}`,
    `consent onetrust load {stored: "C0001%3A1%2CC0004%3A0", closed: "2026"}\n${LEAD}\n${oneTrust(OFF)}`,
  ),
  'consent/google-default-late': alone(
    'gtag config G-1\ngtag consent default {ad_storage: denied}',
    'gtag consent default {ad_storage: denied}\ngtag config G-1',
  ),
};
