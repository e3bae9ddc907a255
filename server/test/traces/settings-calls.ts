import { standInJson } from '../../src/rooms/processors/index.ts';
import { DELIVERY_SETTING } from '../delivery-house.ts';
import { BASE_EARN } from '../house.ts';
import type { Places } from '../places.ts';
import type { Ask } from '../place-probes/probe.ts';
import { PLACE, type TracedCalls } from './traced-call.ts';

const OUTSIDE = '93.184.216.34';
/** Nobody listens there. */
const HOOK = 'http://127.0.0.1:9/in';
const smtp = { protocol: 'smtp', host: OUTSIDE, port: 587, fromAddress: 'shop@example.com' };
const words = { subject: '', body: 'Happy birthday' };

const opened = async ({ make, next }: Places): Promise<string> => {
  const code = next();
  await make('POST /v1/programs', program(code));
  return code;
};
const program = (code: string) => ({ code, name: code, zone: 'Europe/Madrid', currency: 'EUR' });
const partner = async ({ make, next }: Places): Promise<string> => {
  const code = next();
  await make('POST /v1/partners', { code, name: code });
  return code;
};
const template = ({ next }: Places): string[] => [next(), 'email', 'en'];
const contract = ({ next }: Places) => ({
  ...{ code: next(), partner: PLACE.partner, terms: 'prepaid', unit: 'PTS' },
  ...{ price: { points: '100', money: '0.80' }, firstOn: '2020-01-01' },
});
const webhook = async ({ make }: Places): Promise<Ask> => ({
  params: [(await make('POST /v1/webhooks', { url: HOOK })).id ?? ''],
});
const person = async ({ make, next }: Places): Promise<string> =>
  (await make('POST /v1/staff/people', { name: 'Pilar', email: `${next()}@example.com` })).id ?? '';
const role = ({ next }: Places) => ({ code: next(), body: { name: 'Readers', permissions: ['points:read'] } });
const grant = async (places: Places) => {
  const { code, body } = role(places);
  await places.make(`PUT /v1/staff/roles/${code}`, body);
  return code;
};
const suppression = ({ next }: Places) => ({ kind: 'email', address: `${next()}@example.com`, scope: 'all' });
const walletType = ({ next }: Places) => ({
  ...{ code: next(), unit: 'PTS', spendOrder: 30, pays: { points: '100', money: '1.00' } },
  expiry: { after: { months: 12 }, roundTo: 'month' },
});
const asked = async ({ make, next }: Places): Promise<string> =>
  (await make('PUT /v1/card-contact', { reference: next(), email: `${next()}@example.com` })).approval ?? '';
const push = (member: string, n: number) => ({
  ...{ member, platform: 'android', endpoint: `https://${OUTSIDE}/push/${n}` },
  keys: { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: Buffer.alloc(16, 1).toString('base64url') },
});
const pushed = async ({ house, make }: Places): Promise<string> =>
  (await make('POST /v1/push-subscriptions', push(house.people[0].member, 2))).id ?? '';
const series = async ({ make, next }: Places, word?: 'publish'): Promise<string> => {
  const code = next().toUpperCase();
  const dates = { validFrom: '2027-03-01T00:00:00Z', validUntil: '2027-06-01T00:00:00Z' };
  await make('POST /v1/programs/club/coupon-series', { code, ...dates });
  if (word) await make(`POST /v1/programs/club/coupon-series/${code}/${word}`);
  return code;
};
const RULES = { promotions: [BASE_EARN] };
/** Rules in force that something can be done about. */
const publish = ({ make }: Places) => make('POST /v1/programs/club/rulebooks', RULES);

const draft = async ({ make, next }: Places, content?: object): Promise<string> => {
  const code = next();
  await make(`PUT /v1/programs/club/rulebook-drafts/${code}`, { revision: 0, content });
  return code;
};

export const settingsCalls: TracedCalls = {
  'POST /v1/units': ({ next }) => ({ body: { code: next().replace('place-', 'U'), kind: 'points' } }),
  'POST /v1/programs': ({ next }) => ({ body: program(next()) }),
  'POST /v1/programs/:code/close': async (places) => ({ params: [await opened(places)] }),
  'POST /v1/programs/:code/reopen': async (places) => {
    const code = await opened(places);
    await places.make(`POST /v1/programs/${code}/close`);
    return { params: [code] };
  },
  'PUT /v1/programs/:code/policy': async (places) => ({ params: [await opened(places)], body: { claimWithinDays: 7 } }),
  'PUT /v1/programs/:code/gift-card-delivery': () => ({ params: [PLACE.program], body: DELIVERY_SETTING }),
  'POST /v1/programs/:program/gift-terms': ({ next }) => ({
    params: [PLACE.program],
    body: { code: next(), currency: 'EUR', numbers: { prefix: '6019', length: 16 } },
  }),
  'PUT /v1/programs/:program/tiers': () => ({
    params: [PLACE.program],
    body: {
      ...{ metric: 'spend', window: { per: 'year' }, validity: 'end_of_next_period', downgrade: 'one_step' },
      levels: [{ code: 'silver', name: 'Silver', threshold: '500.00' }],
    },
  }),
  'POST /v1/programs/:program/wallet-types': (places) => ({ params: [PLACE.program], body: walletType(places) }),
  'PUT /v1/programs/:program/wallet-types/:walletType/name': () => ({
    ...{ params: [PLACE.program, 'points'], body: { en: 'Club points', es: 'Puntos del club' } },
  }),
  'POST /v1/programs/:program/funding-contracts': (places) => ({ params: [PLACE.program], body: contract(places) }),
  'POST /v1/programs/:program/funding-contracts/:contract/blocks': async (places) => {
    const made = contract(places);
    await places.make('POST /v1/programs/club/funding-contracts', made);
    return {
      params: [PLACE.program, made.code],
      body: { reference: places.next(), points: '100', firstOn: '2027-01-01' },
    };
  },
  'POST /v1/programs/:program/coupon-series/:series/codes': async (places) => ({
    params: [PLACE.program, await series(places)],
    body: { reference: places.next(), count: 5 },
  }),
  'POST /v1/programs/:program/coupon-series/:series/publish': async (places) => ({
    params: [PLACE.program, await series(places)],
  }),
  'POST /v1/programs/:program/coupon-series/:series/withdraw': async (places) => ({
    params: [PLACE.program, await series(places, 'publish')],
  }),
  'POST /v1/programs/:program/rulebook-drafts/:draft/discard': async (places) => ({
    params: [PLACE.program, await draft(places)],
    body: { revision: 1 },
  }),
  'POST /v1/programs/:program/rulebook-drafts/:draft/publish': async (places) => ({
    params: [PLACE.program, await draft(places, { promotions: [{ ...BASE_EARN, priority: 7 }] })],
    body: { reference: places.next(), revision: 1 },
  }),
  'POST /v1/programs/:program/rulebooks': () => ({ params: [PLACE.program], body: RULES }),
  'POST /v1/programs/:program/promotions/:promotion/pause': async (places) => {
    await publish(places);
    return { params: [PLACE.program, 'base-earn'], body: { reference: places.next() } };
  },
  'POST /v1/programs/:program/promotions/:promotion/resume': async (places) => {
    await publish(places);
    await places.make('POST /v1/programs/club/promotions/base-earn/pause', { reference: places.next() });
    return { params: [PLACE.program, 'base-earn'], body: { reference: places.next() } };
  },
  'POST /v1/programs/:program/rulebooks/pause': async (places) => {
    await publish(places);
    return { params: [PLACE.program], body: { reference: places.next() } };
  },
  'POST /v1/programs/:program/rulebooks/:version/restore': async (places) => {
    await publish(places);
    await places.make('POST /v1/programs/club/rulebooks/pause', { reference: places.next() });
    return { params: [PLACE.program, '2'], body: { reference: places.next() } };
  },
  'POST /v1/gift-rates': ({ now }) => ({ body: { from: 'USD', to: 'EUR', rate: '0.9', inForceFrom: now() } }),
  'POST /v1/cash-out-thresholds': () => ({
    body: { jurisdiction: 'us-ca', currency: 'USD', below: '10.00', inForceFrom: '2008-01-01T08:00:00Z' },
  }),
  'POST /v1/partners': ({ next }) => {
    const code = next();
    return { body: { code, name: code } };
  },
  'POST /v1/partners/:code/suspend': async (places) => ({ params: [await partner(places)] }),
  'POST /v1/partners/:code/resume': async (places) => {
    const code = await partner(places);
    await places.make(`POST /v1/partners/${code}/suspend`);
    return { params: [code] };
  },
  'PUT /v1/processors/:processor': ({ next }) => ({
    ...{ params: [next()], body: { unit: 'EUR', service: standInJson('http://127.0.0.1:9') } },
  }),
  'POST /v1/channels/:kind/test': ({ next }) => ({
    ...{ params: ['email'], body: { reference: next(), email: 'a@example.com' } },
  }),
  'PUT /v1/channels/:kind': () => ({ params: ['email'], body: { settings: smtp } }),
  'DELETE /v1/channels/:kind': async ({ make }) => {
    await make('PUT /v1/channels/email', { settings: smtp });
    return { params: ['email'] };
  },
  'POST /v1/messages/:message/resend': async ({ make, next }) => ({
    params: [(await make('POST /v1/channels/email/test', { reference: next(), email: 'b@example.com' })).id ?? ''],
    body: { reference: next() },
  }),
  'PUT /v1/templates/:template/:kind/:language': (places) => ({ params: template(places), body: words }),
  'DELETE /v1/templates/:template/:kind/:language': async (places) => {
    const key = template(places);
    await places.make(`PUT /v1/templates/${key.join('/')}`, words);
    return { params: key };
  },
  'POST /v1/suppressions': (places) => ({ body: suppression(places) }),
  'DELETE /v1/suppressions/:suppression': async (places) => ({
    params: [(await places.make('POST /v1/suppressions', suppression(places))).id ?? ''],
  }),
  'POST /v1/push-subscriptions': ({ house }) => ({ body: push(house.people[0].member, 1) }),
  'DELETE /v1/push-subscriptions/:subscription': async (places) => ({ params: [await pushed(places)] }),
  'POST /v1/webhooks': () => ({ body: { url: HOOK } }),
  'POST /v1/webhooks/:id/test': webhook,
  'PATCH /v1/webhooks/:id': async (places) => ({ ...(await webhook(places)), body: { description: 'the shop' } }),
  'DELETE /v1/webhooks/:id': webhook,
  'POST /v1/webhooks/:id/pause': webhook,
  'POST /v1/webhooks/:id/rotate-key': webhook,
  'POST /v1/webhooks/:id/resume': async (places) => {
    const asks = await webhook(places);
    await places.make(`POST /v1/webhooks/${asks.params?.[0]}/pause`);
    return asks;
  },
  'POST /v1/webhooks/:id/replay': async (places) => ({ ...(await webhook(places)), body: { from: places.now() } }),
  'PUT /v1/segments/:segment': ({ next }) => ({ params: [next()], body: { name: 'Regulars' } }),
  'POST /v1/segments/:segment/members': async ({ make, next, house }) => {
    const code = next();
    await make(`PUT /v1/segments/${code}`, { name: 'Regulars' });
    return { params: [code], body: { reference: next(), add: [{ member: house.people[0].member }] } };
  },
  'POST /v1/segments/:segment/file': async ({ make, next, house }) => {
    const code = next();
    await make(`PUT /v1/segments/${code}`, { name: 'Regulars' });
    return { params: [code], body: { reference: next(), csv: `member\n${house.people[0].member}\n` } };
  },
  'POST /v1/staff/people': ({ next }) => ({ body: { name: 'Pilar', email: `${next()}@example.com` } }),
  'PATCH /v1/staff/people/:id': async (places) => ({ params: [await person(places)], body: { name: 'Pilar R.' } }),
  'POST /v1/staff/people/:id/invitation': async (places) => ({ params: [await person(places)] }),
  'PUT /v1/staff/roles/:code': (places) => {
    const { code, body } = role(places);
    return { params: [code], body };
  },
  'POST /v1/staff/people/:id/grants': async (places) => ({
    params: [await person(places)],
    body: { role: await grant(places) },
  }),
  'DELETE /v1/staff/grants/:id': async (places) => ({
    params: [
      (await places.make(`POST /v1/staff/people/${await person(places)}/grants`, { role: await grant(places) })).id ??
        '',
    ],
  }),
  'PUT /v1/staff/policy': ({ next }) => ({
    body: {
      ...{ approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0 },
      reference: next(),
    },
  }),
  'POST /v1/approvals/:id/approve': async (places) => ({ params: [await asked(places)], body: {} }),
  'POST /v1/approvals/:id/decline': async (places) => ({ params: [await asked(places)], body: { reason: 'No.' } }),
  'POST /v1/reports/trails': ({ next }) => ({
    body: { reference: next(), format: 'csv', from: '2026-01-01', to: '2026-01-31' },
  }),
  'PUT /v1/reports/views/:view': async ({ next }, by) => {
    const made = await by('POST /v1/reports/views', { reference: next(), name: next(), filter: {} });
    const { view } = JSON.parse(made.text) as { view: string };
    return { params: [view], body: { name: next(), filter: {}, revision: 0 } };
  },
};
