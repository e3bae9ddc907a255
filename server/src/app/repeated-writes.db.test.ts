import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHouse, type TestHouse } from '../../test/house.ts';
import { keepsAnswers, readsIdempotencyKey } from '../platform/http/answer-once.ts';
import { endpointsOf } from './api.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

const named = (key: string, secret = house.secrets.tenant) => ({ secret, headers: { 'idempotency-key': key } });
const webhook = { url: 'https://hooks.example.com/in', events: ['sale.booked'] };

describe('a settings write under an Idempotency-Key', () => {
  it('is done once, and the repeat is answered with the same secret', async () => {
    const first = await house.request('POST /v1/webhooks', webhook, named('hook-1'));
    const again = await house.request('POST /v1/webhooks', webhook, named('hook-1'));
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
    const { items } = (await house.request('GET /v1/webhooks', undefined, named('list'))).body as { items: unknown[] };
    expect(items).toHaveLength(1);
  });

  it('is refused with another content, and at another address', async () => {
    await house.request('POST /v1/partners', { code: 'kiosko', name: 'Kiosko' }, named('partner-1'));
    const other = await house.request('POST /v1/partners', { code: 'quiosco', name: 'Kiosko' }, named('partner-1'));
    expect(other).toMatchObject({ status: 409, body: { code: 'operation.reference_reused' } });
    const elsewhere = await house.request('POST /v1/partners/kiosko/suspend', undefined, named('partner-1'));
    expect(elsewhere).toMatchObject({ status: 409, body: { code: 'operation.reference_reused' } });
  });

  it('that was refused may be asked again under the same name', async () => {
    const outlet = { code: 'muelle', name: 'Muelle', partner: 'naviera', program: 'club' };
    const early = await house.request('POST /v1/outlets', outlet, named('outlet-1'));
    expect(early.status).toBeGreaterThanOrEqual(400);
    await house.request('POST /v1/partners', { code: 'naviera', name: 'Naviera' }, named('partner-2'));
    expect((await house.request('POST /v1/outlets', outlet, named('outlet-1'))).status).toBe(201);
  });

  it('is another write when another tenant names it so', async () => {
    const partner = { code: 'igual', name: 'Igual' };
    const ours = await house.request('POST /v1/partners', partner, named('same-name'));
    const theirs = await house.request('POST /v1/partners', partner, named('same-name', house.secrets.vecino));
    expect([ours.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.headers['idempotent-replayed']).toBeUndefined();
  });
});

it('every write of a credential takes a reference, or says why it needs none', () => {
  const without = endpointsOf(house)
    .filter(({ method, scope }) => method !== 'GET' && scope !== 'public' && !scope.startsWith('portal:'))
    .filter((endpoint) => !readsIdempotencyKey(endpoint))
    .map(({ method, path, repeats = '' }) => `${method} ${path} ${repeats}`.trim());
  expect(without.sort()).toEqual([
    'POST /v1/balance reads',
    'POST /v1/batch own',
    // A file that may be fetched once: the second time is refused by the batch itself.
    'POST /v1/card-batches/:batch/print-file',
    'POST /v1/gift-cards/balance reads',
    'POST /v1/members/find reads',
    'POST /v1/processor-balances reads',
    // So are codes of coupons: what the door would keep stands nowhere else any more.
    'POST /v1/programs/:program/coupon-series/:series/codes/:file/download',
    'POST /v1/programs/:program/rulebook-drafts/:draft/preview reads',
    'POST /v1/reports/operations reads',
    'POST /v1/reports/operations/totals reads',
    'POST /v1/reports/trails/search reads',
    'POST /v1/rescores/quote reads',
    'POST /v1/search reads',
    'POST /v1/templates/preview reads',
  ]);
});

it('whoever asks for a name says that a header and a body which differ are refused', () => {
  const silent = endpointsOf(house)
    .filter(({ refusals }) => refusals.some((one) => one.endsWith('.reference_missing')))
    .filter(({ refusals }) => !refusals.includes('operation.reference_differs'))
    .map(({ method, path }) => `${method} ${path}`);
  expect(silent).toEqual([]);
});

it('what rooms book under references of their own does not come to the door’s memory', () => {
  const kept = endpointsOf(house).filter(keepsAnswers);
  expect(kept.map(({ path }) => path)).not.toContain('/v1/sales');
  expect(kept.length).toBeGreaterThan(60);
});
