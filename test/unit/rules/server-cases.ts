import { copy, ORDER, PIXEL, READY } from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const ready = after(READY);
const COPIED = copy('Purchase', ORDER, 'a1');
const server = (more: string, data = ORDER) => `server ${PIXEL} Purchase id=a1 ${more} ${data}`;
const user = (fields: string) =>
  server(`user_data={client_user_agent: "Mozilla/5.0", client_ip_address: "192.0.2.1", ${fields}}`);
/** SHA-256 of nothing, and of an address. */
const NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const ADDRESS = '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f';

/** Events of a server by themselves. */
export const SERVER_CASES: RuleCases = {
  'server/field-missing': ready(server('event_source_url=(undefined)'), COPIED),
  'server/action-source': ready(server('action_source=web'), server('action_source=email')),
  'server/event-time': ready(server('event_time=(1795251600000)'), COPIED),
  'server/source-url': ready(
    server('event_source_url="{{Page URL}}"'),
    server('event_source_url="https://shop.example/thanks?name={x}"'),
  ),
  'server/event-name-case': ready(copy('purchase', ORDER, 'a1'), COPIED),
  'server/purchase-incomplete': ready(
    copy('Purchase', '{value: 34.3}', 'a1'),
    copy('Lead', '{}', 'a1'),
  ),
  'server/custom-data': ready(
    copy('Purchase', '{value: "34,30 €", currency: EUR}', 'a1'),
    copy('Purchase', '{value: "34.30", currency: eur}', 'a1'),
  ),
  'server/user-data': ready(user(`em: ["${NOTHING}"]`), user(`em: ["${ADDRESS}"]`)),
  'server/test-code': ready(`${COPIED} with {testCode: TEST84031}`, COPIED),
};
