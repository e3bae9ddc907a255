import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';
import { statement } from '../../../platform/database/sql.ts';
import { makeHouse, must, type TestHouse } from '../../../../test/house.ts';

let house: TestHouse;
let operation: string;
const clock = systemClock();
const at = (daysAgo = 0): string => isoFromInstant((clock.now() - daysAgo * MICROSECONDS_PER_DAY) as Instant);

type Fields = Readonly<Record<string, unknown>>;

const line = (more: Fields = {}): Fields => ({ sku: 'A', quantity: '2', amount: '100.00', ...more });
const sale = (more: Fields = {}): Fields => ({
  reference: 'bad',
  occurredAt: at(),
  member: { card: house.people[0].card },
  currency: 'EUR',
  lines: [line()],
  ...more,
});
const returned = (more: Fields = {}): Fields => ({
  reference: 'bad',
  occurredAt: at(),
  original: { reference: 'good' },
  lines: [{ line: 1, quantity: '1' }],
  ...more,
});
const blocked = statement('test.blockCard', `update cards.card set state = 'blocked' where owner = $1`);

beforeAll(async () => {
  house = await makeHouse();
  const good = await house.request('POST /v1/sales', sale({ reference: 'good' }));
  assert(good.status === 201, 'the good sale is booked');
  ({ operation } = good.body as { operation: string });
  assert((await house.request('POST /v1/sales', sale({ reference: 'voided' }))).status === 201, 'another one too');
  const target = { family: 'sale', reference: 'voided' };
  assert((await house.request('POST /v1/voids', { reference: 'void', occurredAt: at(), target })).status === 201, 'and voided');
  await house.database.run(blocked, [house.people[2].owner]);
});
afterAll(() => house.close());

const SALES = 'POST /v1/sales';
const RETURNS = 'POST /v1/returns';

/** What is asked, and the refusal that it meets. */
type Case = readonly [name: string, what: string, body: () => unknown, status: number, code: string, path?: string];

const cases: readonly Case[] = [
  ['an unknown card', SALES, () => sale({ member: { card: '2990999999' } }), 404, 'cards.card.unknown'],
  ['an unknown phone', SALES, () => sale({ member: { phone: '+34600999999' } }), 404, 'members.phone.unknown'],
  ['a malformed phone', SALES, () => sale({ member: { phone: '12 34' } }), 422, 'kernel.phone.malformed'],
  ['an unknown external id', SALES, () => sale({ member: { externalId: 'nobody' } }), 404, 'members.member.unknown'],
  ['two identities', SALES, () => sale({ member: { phone: '+34600111001', card: '29900001' } }), 400, 'http.input.invalid', 'body.member'],
  ['no identity in a member', SALES, () => sale({ member: {} }), 400, 'http.input.invalid', 'body.member'],
  ['a negative amount', SALES, () => sale({ lines: [line({ amount: '-1.00' })] }), 422, 'kernel.quantity.negative', 'body.lines.0.amount'],
  ['too large an amount', SALES, () => sale({ lines: [line({ amount: '9999999999999999' })] }), 422, 'kernel.quantity.too_large', 'body.lines.0.amount'],
  ['a sum too large', SALES, () => sale({ lines: [line({ amount: '9999999999999.00' }), line({ amount: '9999999999999.00' })] }), 400, 'checkout.receipt.too_large'],
  ['too many decimals', SALES, () => sale({ lines: [line({ amount: '1.001' })] }), 422, 'kernel.quantity.too_many_decimals', 'body.lines.0.amount'],
  ['too many decimals of a piece', SALES, () => sale({ lines: [line({ quantity: '1.0001' })] }), 422, 'kernel.quantity.too_many_decimals', 'body.lines.0.quantity'],
  ['another currency', SALES, () => sale({ currency: 'USD' }), 400, 'checkout.receipt.currency_unknown'],
  ['an amount as a number', SALES, () => sale({ lines: [line({ amount: 100 })] }), 400, 'http.input.invalid', 'body.lines.0.amount'],
  ['an amount with an exponent', SALES, () => sale({ lines: [line({ amount: '1e3' })] }), 400, 'http.input.invalid', 'body.lines.0.amount'],
  ['a discount above its line', SALES, () => sale({ lines: [line({ discount: '100.01' })] }), 400, 'checkout.line.amount_invalid'],
  ['a line number twice', SALES, () => sale({ lines: [line({ line: 2 }), line()] }), 400, 'checkout.line.repeated'],
  ['no lines', SALES, () => sale({ lines: [] }), 400, 'http.input.invalid', 'body.lines'],
  ['501 lines', SALES, () => sale({ lines: Array.from({ length: 501 }, () => line()) }), 400, 'http.input.invalid', 'body.lines'],
  ['a field that nobody knows', SALES, () => sale({ tip: '1.00' }), 400, 'http.input.invalid', 'body'],
  ['no reference', SALES, () => sale({ reference: undefined }), 400, 'operation.reference_missing'],
  ['a reused reference', SALES, () => sale({ reference: 'good', lines: [line({ amount: '99.00' })] }), 409, 'operation.reference_reused'],
  ['a reused reference for another member', SALES, () => sale({ reference: 'good', member: { card: house.people[1].card } }), 409, 'operation.reference_reused'],
  ['a till clock a day behind', SALES, () => sale({ occurredAt: at(1) }), 422, 'checkout.till.clock_wrong'],
  ['a till clock a day ahead', SALES, () => sale({ occurredAt: at(-1) }), 422, 'checkout.till.clock_wrong'],
  ['a notice from the next century', SALES, () => sale({ occurredAt: '2110-01-01T00:00:00Z', manner: 'notice' }), 400, 'http.input.invalid', 'body.occurredAt'],
  ['a day that the calendar does not have', SALES, () => sale({ occurredAt: '2026-02-30T10:00:00Z' }), 400, 'http.input.invalid', 'body.occurredAt'],
  ['a time without offset', SALES, () => sale({ occurredAt: '2026-11-22T10:00:00' }), 400, 'http.input.invalid', 'body.occurredAt'],
  ['points beyond the balance', SALES, () => sale({ tenders: [{ kind: 'points', points: '101' }] }), 422, 'points.wallet.insufficient'],
  ['money beyond the balance', SALES, () => sale({ tenders: [{ kind: 'points', amount: '1.01' }] }), 422, 'points.wallet.insufficient'],
  ['points with decimals', SALES, () => sale({ tenders: [{ kind: 'points', points: '1.5' }] }), 422, 'kernel.quantity.too_many_decimals'],
  ['points below zero', SALES, () => sale({ tenders: [{ kind: 'points', points: '-5' }] }), 422, 'kernel.quantity.negative'],
  ['points and an amount', SALES, () => sale({ tenders: [{ kind: 'points', points: '5', amount: '1.00' }] }), 400, 'http.input.invalid', 'body.tenders.0'],
  ['a wallet type that is not there', SALES, () => sale({ tenders: [{ kind: 'points', walletType: 'gold' }] }), 422, 'points.wallet.unknown'],
  ['points of nobody', SALES, () => sale({ member: undefined, tenders: [{ kind: 'points' }] }), 422, 'checkout.identity.needed'],
  ['points by phone alone', SALES, () => sale({ member: { phone: house.people[0].phone }, tenders: [{ kind: 'points' }] }), 422, 'members.code.needed'],
  ['points by phone with a wrong code', SALES, () => sale({ member: { phone: house.people[0].phone }, code: '000000', tenders: [{ kind: 'points' }] }), 422, 'members.code.wrong'],
  ['a code without a phone', SALES, () => sale({ code: '000000' }), 400, 'http.input.invalid', 'body.code'],
  ['tenders that do not cover', SALES, () => sale({ tenders: [{ kind: 'cash', amount: '99.99' }] }), 422, 'checkout.tenders.do_not_cover'],
  ['a negative tender', SALES, () => sale({ tenders: [{ kind: 'cash', amount: '-1.00' }] }), 422, 'kernel.quantity.negative', 'body.tenders.0.amount'],
  ['a blocked card', SALES, () => sale({ member: { card: house.people[2].card } }), 422, 'cards.card.blocked'],
  ['a quote of our own writing', SALES, () => sale({ quote: 'quo_e30.AAAA' }), 422, 'checkout.quote.malformed'],
  ['an unknown outlet', SALES, () => sale({ outlet: 'moon' }), 404, 'partners.outlet.not_found'],
  ['a till of another outlet', SALES, () => sale({ outlet: 'playa', terminal: 'T1' }), 403, 'partners.terminal.not_of_credential'],
  ['a return of more than was sold', RETURNS, () => returned({ lines: [{ line: 1, quantity: '2.001' }] }), 422, 'checkout.return.too_much'],
  ['a return of a line that was not sold', RETURNS, () => returned({ lines: [{ line: 7, quantity: '1' }] }), 422, 'checkout.return.line_unknown'],
  ['a return of nothing', RETURNS, () => returned({ lines: [{ line: 1, quantity: '0' }] }), 400, 'checkout.return.nothing'],
  ['a return of a negative quantity', RETURNS, () => returned({ lines: [{ line: 1, quantity: '-1' }] }), 422, 'kernel.quantity.negative', 'body.lines.0.quantity'],
  ['a return of a voided sale', RETURNS, () => returned({ original: { reference: 'voided' } }), 422, 'checkout.sale.voided'],
  ['a return by an id that was made up', RETURNS, () => returned({ original: { operation: `op_${'0'.repeat(26)}` } }), 404, 'checkout.sale.unknown'],
  ['a return with a clock a day behind', RETURNS, () => returned({ occurredAt: at(2) }), 422, 'checkout.till.clock_wrong'],
  ['a second void', 'POST /v1/voids', () => ({ reference: 'bad', occurredAt: at(), target: { family: 'sale', reference: 'voided' } }), 422, 'checkout.void.already'],
  ['a void of a void', 'POST /v1/voids', () => ({ reference: 'bad', occurredAt: at(), target: { family: 'void', reference: 'void' } }), 422, 'checkout.void.of_reversal'],
  ['a claim of an identified receipt', 'POST /v1/claims', () => ({ reference: 'bad', occurredAt: at(), original: { reference: 'good' }, member: { card: house.people[1].card } }), 422, 'checkout.claim.identified'],
  ['a body over the limit', SALES, () => sale({ cashier: 'x'.repeat(300_000) }), 413, 'http.body.too_large'],
  ['__proto__', SALES, () => `{"__proto__":{"a":1},${JSON.stringify(sale()).slice(1)}`, 400, 'http.body.key_forbidden'],
  ['a key that stands twice', SALES, () => `{"currency":"USD",${JSON.stringify(sale()).slice(1)}`, 400, 'http.body.duplicate_key'],
  ['an integer beyond 2^53', SALES, () => JSON.stringify(sale()).replace('"sku"', '"line":9007199254740993,"sku"'), 400, 'http.body.number_imprecise'],
];

const json = { 'content-type': 'application/json' };

describe('bad input gets a clear refusal and changes nothing', () => {
  test.each(cases.map((one) => ({ name: one[0], one })))('$name', async ({ one: [, what, body, status, code, path] }) => {
    const before = await house.journalCount();
    const answer = await house.request(what, body(), { headers: json });
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    if (path !== undefined) expect(answer.body).toMatchObject({ errors: [{ path }] });
    expect(await house.journalCount()).toBe(before);
  });

  test('a return of an unknown sale, by policy', async () => {
    const body = returned({ original: { reference: 'never came' } });
    await house.setPolicy({ unknownReturn: 'refuse' });
    const before = await house.journalCount();
    expect(await house.request(RETURNS, body)).toMatchObject({ status: 404, body: { code: 'checkout.sale.unknown' } });
    expect(await house.journalCount()).toBe(before);
    await house.setPolicy({ unknownReturn: 'park' });
    expect(await house.request(RETURNS, { ...body, reference: 'parked' })).toMatchObject({ status: 202, body: { state: 'parked' } });
  });

  test('a closed programme', async () => {
    must(await house.programs.closeProgram(house.tenant, 'club'));
    const before = await house.journalCount();
    expect(await house.request(SALES, sale())).toMatchObject({ status: 409, body: { code: 'programs.program.closed' } });
    expect(await house.journalCount()).toBe(before);
    must(await house.programs.reopenProgram(house.tenant, 'club'));
  });

  test('a credential of another tenant is told 404, whatever it asks for', async () => {
    const before = await house.journalCount();
    const asked = { secret: house.secrets.vecino };
    const place = { outlet: 'centro', terminal: 'T1' };
    const back = returned({ ...place, original: { operation } });
    expect(await house.request(RETURNS, back, asked)).toMatchObject({ status: 404, body: { code: 'checkout.sale.unknown' } });
    for (const path of [`operations/${operation}`, `operations/${operation}/explanation`]) {
      expect(await house.request(`GET /v1/${path}`, undefined, asked)).toMatchObject({ status: 404, body: { code: 'checkout.operation.unknown' } });
    }
    const list = `GET /v1/operations?member=${house.people[0].member}`;
    expect(await house.request(list, undefined, asked)).toMatchObject({ status: 404, body: { code: 'members.member.unknown' } });
    const byId = sale({ ...place, member: { member: house.people[0].member } });
    expect(await house.request(SALES, byId, asked)).toMatchObject({ status: 404, body: { code: 'members.member.unknown' } });
    expect(await house.journalCount()).toBe(before);
  });

});
