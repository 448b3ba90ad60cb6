import { PIXEL, READY, sent } from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const ready = after(READY);
const HASH = `"${'a1'.repeat(32)}"`;

/** Personal data in plain text. */
export const PRIVACY_CASES: RuleCases = {
  'privacy/personal-in-custom-data': ready(
    sent('Lead', '{buyer: "ada@shop.example"}'),
    sent('Lead', `{buyer: ${HASH}, content_name: "Name tag @home"}`),
  ),
  'privacy/personal-in-address': ready(
    `hit ${PIXEL} Lead dl="https://shop.example/thanks?email=ada%40shop.example"`,
    `hit ${PIXEL} Lead dl="https://shop.example/thanks?email=sent&utm_source=mail"`,
  ),
  'privacy/plain-user-data': ready(
    `hit ${PIXEL} Lead ud={em: "ada@shop.example"}`,
    `hit ${PIXEL} Lead ud={em: ${HASH}, external_id: "17"}`,
  ),
};
