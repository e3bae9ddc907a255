// What people at a desk see and do: operations, deliveries, members and cards.

import type { Asker, Place, Places } from '../places.ts';
import { common, leavesOut, personal, refuses, type Ask, type Probes } from './probe.ts';

const MEMBERS_ARE_COMMON = 'a member is the tenant’s: whoever shows a card or a phone is served by every partner of it';
const PHONE_OF_ALL = '+34600777001';

const operation = async (places: Places, place: Place): Promise<Ask> => ({
  params: [(await places.buyer(place)).operation],
});

const member = (more: (places: Places) => object = () => ({})) =>
  common(MEMBERS_ARE_COMMON, async (places, place) => ({
    params: [(await places.buyer(place)).member],
    body: more(places),
  }));

const deliver = async (places: Places, place: Place) => {
  const { number } = await places.giftCard(place);
  const { terminal: _, ...at } = places.at(place);
  return { ...at, card: { number }, phone: PHONE_OF_ALL, amount: '25.00', unit: 'EUR' };
};

const delivery = async (places: Places, place: Place): Promise<Ask> => {
  const { delivery: id = '' } = await places.make('POST /v1/gift-card-deliveries', await deliver(places, place));
  return { params: [id] };
};

const bonusCard = (more: (places: Places) => object = () => ({})) =>
  common('a card is of a member, and a member is the tenant’s', async (places, place) => {
    const { member: id } = await places.buyer(place);
    const reference = places.next();
    const named = { reference, member: id, number: numberOf(reference) };
    const { card = '' } = await places.make('POST /v1/cards', named);
    return { params: [card], body: more(places) };
  });

const numberOf = (reference: string): string => `29901${reference.replace(/\D/g, '').padStart(7, '0')}`;

const dayOf = (iso: string, days: number): string =>
  new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);

const filed = async (places: Places, place: Place, more: object = {}): Promise<string> => {
  const { operation: id } = await places.sellTo(place, { receiptNumber: 'R-OF-ALL', ...more });
  await places.house.reports.catchUp();
  return id;
};

/** A signal of a cashier there: more than one receipt of hers in a day on which the promotion of the house gave something. */
const signal = async (places: Places, place: Place): Promise<string> => {
  const cashier = `cashier-of-${place.outlet}`;
  const { member } = await places.enrol(place);
  for (let n = 0; n < 2; n++) await places.sellTo(place, { member: { member }, cashier });
  await places.house.fraud.catchUp();
  const found = await places.house.fraud.list({ tenant: places.house.tenant, outlets: null }, {}, { limit: 50 });
  const own = found.find(({ subject }) => subject.cashier === cashier);
  if (own === undefined) throw new Error(`no signal was raised at ${place.outlet}`);
  return places.house.tokens.encode('sig', 0, own.signal);
};

/** Somebody who buys everywhere. */
const regular = ({ house }: Places): string => house.people[0].member;
const operationOfOne = async (places: Places, place: Place): Promise<string> =>
  (await places.sellTo(place, { member: { phone: places.house.people[0].phone } })).operation;

const view = (places: Places) => ({ name: places.next(), filter: {} });

export const deskProbes: Probes = {
  'GET /v1/operations/:operation': refuses(operation),
  'GET /v1/operations/:operation/bookings': refuses(operation),
  'GET /v1/operations/:operation/derivation': refuses(operation),
  'GET /v1/operations/:operation/explanation': refuses(operation),
  'GET /v1/operations': leavesOut(operationOfOne, (places) => ({ query: `member=${regular(places)}` })),
  'GET /v1/members/:member/timeline': leavesOut(operationOfOne, (places) => ({ params: [regular(places)] })),
  'GET /v1/exceptions': leavesOut(async (places, place) => {
    // Nobody has these points: as a notice it is booked all the same.
    const { phone } = await places.enrol(place);
    const tenders = [{ kind: 'points', amount: '4.00' }];
    return (await places.sellTo(place, { manner: 'notice', member: { phone }, tenders })).operation;
  }),
  'GET /v1/reports/figures': common('its sums are of the places that may be seen: places.db.test.ts adds them up'),
  'GET /v1/reports/choices': common(
    'kinds of operations are everybody’s; names are told to the whole tenant only',
    () => ({
      query: 'of=kinds',
    }),
  ),
  'GET /v1/reports/signals': leavesOut(
    async (places, place) => {
      await filed(places, place, { member: { phone: places.house.people[0].phone } });
      return `"${place.outlet}"`;
    },
    ({ now }) => ({
      query: `promotion=base-earn&by=outlet&from=${dayOf(now(), -1)}&to=${dayOf(now(), 1)}`,
    }),
  ),
  'GET /v1/signals': leavesOut(signal),
  'GET /v1/signals/open': common('its counts are of the outlets that may be seen: signals.db.test.ts counts them'),
  'GET /v1/signals/:signal': refuses(async (places, place) => ({ params: [await signal(places, place)] })),
  'GET /v1/signals/:signal/receipts': refuses(async (places, place) => ({ params: [await signal(places, place)] })),
  'POST /v1/signals/:signal/review': refuses(async (places, place) => ({
    params: [await signal(places, place)],
    body: { decision: 'confirmed', note: 'Looked at by a walk.' },
  })),
  'POST /v1/reports/operations': leavesOut((places, place) => filed(places, place)),
  'POST /v1/reports/operations/totals': common(
    'its sums are of the places that may be seen: places.db.test.ts adds them up',
  ),
  'POST /v1/reports/exports': common('only who asked gets the file, which has what he may see', (places) => ({
    body: { reference: places.next(), format: 'csv' },
  })),
  'GET /v1/reports/exports': common('it lists one’s own'),
  'GET /v1/reports/exports/:export': personal(exported),
  'GET /v1/reports/exports/:export/file': personal(exported),
  'POST /v1/reports/exports/:export/cancel': personal(exported),
  'GET /v1/reports/views': common('a view is a filter, and filters show what one may see'),
  'POST /v1/reports/views': common('it is one’s own', (places) => ({
    body: { reference: places.next(), ...view(places) },
  })),
  'PUT /v1/reports/views/:view': personal(async (by, places) => ({
    ...(await kept(by, places)),
    body: { ...view(places), revision: 1 },
  })),
  'DELETE /v1/reports/views/:view': personal(kept),

  'GET /v1/gift-card-deliveries': leavesOut(async (places, place) => (await delivery(places, place)).params![0]!),
  'POST /v1/gift-card-deliveries': refuses(async (places, place) => ({ body: await deliver(places, place) })),
  'GET /v1/gift-card-deliveries/:delivery': refuses(delivery),
  'POST /v1/gift-card-deliveries/:delivery/resend': refuses(delivery),
  'POST /v1/gift-card-deliveries/:delivery/withdraw': refuses(delivery),

  'GET /v1/members/:member': member(),
  'GET /v1/members/:member/balance': member(),
  'GET /v1/members/:member/debts': member(),
  'GET /v1/members/:member/holds': member(),
  'GET /v1/members/:member/lots': member(),
  'PATCH /v1/members/:member': member((places) => ({
    ...{ reference: places.next(), channel: 'web', profile: { givenName: 'Ana' } },
  })),
  'POST /v1/members/:member/consents': member((places) => ({
    ...{ reference: places.next(), channel: 'web' },
    consents: [{ purpose: 'marketing', channel: 'email', isGiven: true, textVersion: '1', source: 'a form' }],
  })),
  'POST /v1/members/:member/phone-verification': member((places) => ({
    ...{ reference: places.next(), channel: 'web', code: '000000' },
  })),
  'POST /v1/members/find': common(MEMBERS_ARE_COMMON, async (places, place) => ({
    body: { phone: (await places.enrol(place)).phone },
  })),
  'POST /v1/members': common('whoever joins becomes the tenant’s member', ({ next }, { program }) => ({
    body: { reference: next(), program, channel: 'web', externalId: next() },
  })),
  'POST /v1/search': leavesOut(
    (places, place) => filed(places, place),
    () => ({ body: { text: 'R-OF-ALL' } }),
  ),
  'GET /v1/cards/:card': bonusCard(),
  'POST /v1/cards/:card/block': bonusCard(({ next }) => ({ reference: next(), reason: 'lost' })),
  'POST /v1/cards/:card/unblock': bonusCard(({ next }) => ({ reference: next() })),
  'POST /v1/cards/:card/replace': bonusCard(({ next }) => {
    const reference = next();
    return { reference, number: numberOf(reference), reason: 'damaged' };
  }),
  'POST /v1/cards': common('a card is of a member, and a member is the tenant’s', ({ next }) => {
    const reference = next();
    return { body: { reference, number: numberOf(reference) } };
  }),
};

async function exported(by: Asker, places: Places): Promise<Ask> {
  // Only so many of one person may wait.
  const { items } = JSON.parse((await by('GET /v1/reports/exports')).text) as { items: { export: string }[] };
  for (const one of items) await by(`POST /v1/reports/exports/${one.export}/cancel`);
  const made = await by('POST /v1/reports/exports', { reference: places.next(), format: 'csv' });
  return { params: [(JSON.parse(made.text) as { export: string }).export] };
}

async function kept(by: Asker, places: Places): Promise<Ask> {
  const made = await by('POST /v1/reports/views', { reference: places.next(), ...view(places) });
  return { params: [(JSON.parse(made.text) as { view: string }).view] };
}
