import { ORDER, READY, sent, triggered } from '../../session/fragments.ts';
import { after, type RuleCases } from './blocks.ts';

const alone = after('page https://shop.example/');
const ready = after(READY);
const BOUGHT = sent('Purchase', ORDER, 'a1');
const items = 'id: "order-77", currency: EUR, value: 34.3, revenue: 34.3';

const shop = { id: 'shop', from: { source: 'dataLayer' as const, name: 'order' }, to: 'Purchase' };
const rules = (...list: object[]) => ({ mapping: { rules: list as (typeof shop)[] } });
const order = 'dataLayer {event: order, total: 34.3}';
const inside = (text: string) => text.replaceAll(/^/gm, '  ');

/** From a source event to Meta's, and through a connector. */
export const MAPPING_CASES: RuleCases = {
  'mapping/misnamed': ready(
    `${order}\n${inside(sent('Lead'))}`,
    `${order}\n${inside(BOUGHT)}`,
    rules(shop),
  ),
  'mapping/near-name': alone(
    triggered('add_to_carts', 'currency: EUR, value: 9', 'a1'),
    triggered('my_cart', 'currency: EUR, value: 9', 'a1'),
  ),
  'mapping/unsent': ready(`${order}\n${sent('Lead')}`, `${order}\n${inside(BOUGHT)}`, rules(shop)),
  'mapping/never-met': ready(
    `${order}\n${inside(BOUGHT)}`,
    `${order}\n${inside(BOUGHT)}\ndataLayer {event: lead}`,
    rules(shop, { from: { source: 'dataLayer', name: 'lead' }, to: 'Lead' }),
  ),
  'mapping/none-met': {
    found: READY,
    near: `${READY}\n${order}\n${inside(BOUGHT)}`,
    profile: rules(shop),
  },
  'mapping/unexpected': ready(`${order}\n${inside(BOUGHT)}`, order, rules({ ...shop, to: null })),
  'mapping/ambiguous-rules': ready(
    order,
    'dataLayer {event: other}',
    rules(shop, { ...shop, id: 'too', to: 'Lead' }),
  ),
  'mapping/parameter-lost': ready(
    `${order}\n${inside(sent('Purchase', '{currency: EUR, value: 34.3}', 'a1'))}`,
    `${order}\n${inside(sent('Purchase', '{currency: EUR, value: 34.3, total: 34.3}', 'a1'))}`,
    rules({ ...shop, parameters: [{ from: 'total', to: 'total' }] }),
  ),
  'mapping/parameter-different': ready(
    `${order}\n${inside(sent('Purchase', '{currency: EUR, value: 30}', 'a1'))}`,
    `${order}\n${inside(sent('Purchase', '{currency: EUR, value: 34.3}', 'a1'))}`,
    rules({ ...shop, parameters: [{ from: 'total', to: 'value' }] }),
  ),
  'connector/never-left': {
    found:
      'page https://shop.example/ with {tabId: 1}\ncact trigger purchase {id: "77"}\n+6s dataLayer {event: later}',
    near: `page https://shop.example/ with {tabId: 1}\n${triggered('purchase', 'id: "77"', 'a1')}\n+6s dataLayer {event: later}`,
  },
  'connector/minimum': alone(
    `cact trigger purchase {${items}}\n  > cact-hit purchase {${items}}`,
    triggered('purchase', items, 'a1'),
  ),
  'connector/user-data': alone(
    triggered('purchase', items, 'a1').replaceAll(
      'email:',
      'email_sha256: "ada@shop.example", email:',
    ),
    triggered('purchase', items, 'a1'),
  ),
};
