import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';
import { statement } from '../../../platform/database/sql.ts';
import { makeHouse, must, type TestHouse } from '../../../../test/house.ts';

let house: TestHouse;
let operation: string;

const SALES = 'POST /v1/sales';
const RETURNS = 'POST /v1/returns';
const json = { 'content-type': 'application/json' };

// People of the test house: the second is somebody else, the third has a blocked card.
const CARDS = ['299000000001', '299000000002', '299000000003'];
const card = { card: CARDS[0] };
const phone = { phone: '+34600111001' };

const clock = systemClock();
const daysAgo = (days: number): string => isoFromInstant((clock.now() - days * MICROSECONDS_PER_DAY) as Instant);

type Fields = Readonly<Record<string, unknown>>;
/** What is wrong, the fields that make it wrong, and the refusal with the place that it names. */
type Case = readonly [name: string, wrong: Fields, status: number, code: string, path?: string];

const good = { sku: 'A', quantity: '2', amount: '100.00' };
const line = (wrong: Fields): Fields => ({ lines: [{ ...good, ...wrong }] });
const points = (wrong: Fields): Fields => ({ tenders: [{ kind: 'points', ...wrong }] });

const sale = (more: Fields = {}): Fields => ({
  ...{ reference: 'bad', occurredAt: daysAgo(0), member: card, currency: 'EUR', lines: [good] },
  ...more,
});
const back = (more: Fields = {}): Fields => ({
  ...{ reference: 'bad', occurredAt: daysAgo(0), original: { reference: 'good' }, lines: 'all' },
  ...more,
});
const blockCards = statement('test.blockCards', `update cards.card set state = 'blocked' where owner = $1`);

beforeAll(async () => {
  house = await makeHouse();
  assert(
    house.people.every((person, at) => person.card === CARDS[at]),
    'people have the cards that are spoken of here',
  );
  const booked = await house.request(SALES, sale({ reference: 'good' }));
  assert(booked.status === 201, 'a good sale is booked');
  ({ operation } = booked.body as { operation: string });
  assert((await house.request(SALES, sale({ reference: 'voided' }))).status === 201, 'and another one');
  const target = { family: 'sale', reference: 'voided' };
  const voided = await house.request('POST /v1/voids', { reference: 'void', occurredAt: daysAgo(0), target });
  assert(voided.status === 201, 'which is voided');
  await house.database.run(blockCards, [house.people[2].owner]);
});
afterAll(() => house.close());

type Met = { readonly status: number; readonly code: string; readonly path?: string; readonly rows: number };

/** What is answered, with the first place that it names, and by how many rows the journal grew. */
async function answerTo(what: string, body: unknown): Promise<Met> {
  const before = await house.journalCount();
  const { status, body: problem } = await house.request(what, body, { headers: json });
  const { code, errors } = problem as { code: string; errors?: { path: string }[] };
  const rows = (await house.journalCount()) - before;
  return { status, code, ...(errors?.[0] ? { path: errors[0].path } : {}), rows };
}

const refusal = (status: number, code: string, path?: string): object => ({
  ...{ status, code, rows: 0 },
  ...(path === undefined ? {} : { path }),
});

const FORM = 'http.input.invalid';

const badSales: readonly Case[] = [
  ['an unknown card', { member: { card: '2990999999' } }, 404, 'cards.card.unknown'],
  ['an unknown phone', { member: { phone: '+34600999999' } }, 404, 'members.phone.unknown'],
  ['a malformed phone', { member: { phone: '12 34' } }, 422, 'kernel.phone.malformed'],
  ['a malformed card number', { member: { card: '- - - -' } }, 422, 'kernel.card_number.malformed'],
  ['an unknown external id', { member: { externalId: 'nobody' } }, 404, 'members.member.unknown'],
  ['two identities at once', { member: { ...phone, ...card } }, 400, FORM, 'body.member'],
  ['a member without identity', { member: {} }, 400, FORM, 'body.member'],
  ['a blocked card', { member: { card: CARDS[2] } }, 422, 'cards.card.blocked'],
  ['a negative amount', line({ amount: '-1.00' }), 422, 'kernel.quantity.negative', 'body.lines.0.amount'],
  [
    'too large an amount',
    line({ amount: '9999999999999999' }),
    422,
    'kernel.quantity.too_large',
    'body.lines.0.amount',
  ],
  ['too many decimals', line({ amount: '1.001' }), 422, 'kernel.quantity.too_many_decimals', 'body.lines.0.amount'],
  [
    'too fine a quantity',
    line({ quantity: '1.0001' }),
    422,
    'kernel.quantity.too_many_decimals',
    'body.lines.0.quantity',
  ],
  ['an amount as a number', line({ amount: 100 }), 400, FORM, 'body.lines.0.amount'],
  ['an amount for no quantity', line({ quantity: '0' }), 400, 'checkout.line.nothing_sold'],
  ['an amount for no quantity in decimals', line({ quantity: '0.000' }), 400, 'checkout.line.nothing_sold'],
  ['an amount with an exponent', line({ amount: '1e3' }), 422, 'kernel.quantity.malformed', 'body.lines.0.amount'],
  ['an amount with separators', line({ amount: '1,000.00' }), 422, 'kernel.quantity.malformed', 'body.lines.0.amount'],
  ['a discount above its line', line({ discount: '100.01' }), 400, 'checkout.line.amount_invalid'],
  ['a tax above its line', line({ tax: '100.01' }), 400, 'checkout.line.amount_invalid'],
  [
    'a sum too large',
    { lines: Array.from({ length: 2 }, () => ({ ...good, amount: '9999999999999' })) },
    400,
    'checkout.receipt.too_large',
  ],
  ['another unit', { currency: 'USD' }, 400, 'checkout.receipt.currency_unknown'],
  ['a line number twice', { lines: [{ ...good, line: 2 }, good] }, 400, 'checkout.line.repeated'],
  ['no lines', { lines: [] }, 400, FORM, 'body.lines'],
  ['501 lines', { lines: Array.from({ length: 501 }, () => good) }, 400, FORM, 'body.lines'],
  ['a field that nobody knows', { tip: '1.00' }, 400, FORM, 'body'],
  ['no reference', { reference: undefined }, 400, 'operation.reference_missing'],
  ['a reused reference', { reference: 'good', ...line({ amount: '99.00' }) }, 409, 'operation.reference_reused'],
  [
    'a reference of another member’s sale',
    { reference: 'good', member: { card: CARDS[1] } },
    409,
    'operation.reference_reused',
  ],
  ['a till clock a day behind', { occurredAt: daysAgo(1) }, 422, 'partners.till.clock_wrong'],
  ['a till clock a day ahead', { occurredAt: daysAgo(-1) }, 422, 'partners.till.clock_wrong'],
  [
    'a notice from the next century',
    { occurredAt: '2110-01-01T00:00:00Z', manner: 'notice' },
    400,
    FORM,
    'body.occurredAt',
  ],
  ['a day that no calendar has', { occurredAt: '2026-02-30T10:00:00Z' }, 400, FORM, 'body.occurredAt'],
  ['a time without offset', { occurredAt: '2026-11-22T10:00:00' }, 400, FORM, 'body.occurredAt'],
  ['points beyond the balance', points({ points: '101' }), 422, 'points.wallet.insufficient'],
  ['money beyond the balance', points({ amount: '1.01' }), 422, 'points.wallet.insufficient'],
  ['points with decimals', points({ points: '1.5' }), 422, 'kernel.quantity.too_many_decimals'],
  ['points below zero', points({ points: '-5' }), 422, 'kernel.quantity.negative'],
  ['points and an amount', points({ points: '5', amount: '1.00' }), 400, FORM, 'body.tenders.0'],
  ['a wallet type that is not there', points({ walletType: 'gold' }), 422, 'points.wallet.unknown'],
  ['points of nobody', { member: undefined, ...points({}) }, 422, 'checkout.identity.needed'],
  ['points by phone alone', { member: phone, ...points({}) }, 422, 'members.code.needed'],
  ['points by a wrong code', { member: phone, code: '000000', ...points({}) }, 422, 'members.code.wrong'],
  ['a code without a phone', { code: '000000' }, 400, FORM, 'body.code'],
  ['tenders that do not cover', { tenders: [{ kind: 'cash', amount: '99.99' }] }, 422, 'checkout.tenders.do_not_cover'],
  [
    'a negative tender',
    { tenders: [{ kind: 'cash', amount: '-1' }] },
    422,
    'kernel.quantity.negative',
    'body.tenders.0.amount',
  ],
  ['a quote of our own writing', { quote: 'quo_e30.AAAA' }, 422, 'checkout.quote.malformed'],
  ['an unknown outlet', { outlet: 'moon' }, 404, 'partners.outlet.not_found'],
  ['a till of another outlet', { outlet: 'playa', terminal: 'T1' }, 403, 'partners.terminal.not_of_credential'],
  ['a body over the limit', { cashier: 'x'.repeat(300_000) }, 413, 'http.body.too_large'],
];

const badReturns: readonly Case[] = [
  ['more than was sold', { lines: [{ line: 1, quantity: '2.001' }] }, 422, 'checkout.return.too_much'],
  ['a line that was not sold', { lines: [{ line: 7, quantity: '1' }] }, 422, 'checkout.return.line_unknown'],
  ['nothing', { lines: [{ line: 1, quantity: '0' }] }, 400, 'checkout.return.nothing'],
  [
    'less than nothing',
    { lines: [{ line: 1, quantity: '-1' }] },
    422,
    'kernel.quantity.negative',
    'body.lines.0.quantity',
  ],
  [
    'a line twice',
    {
      lines: [
        { line: 1, quantity: '1' },
        { line: 1, quantity: '1' },
      ],
    },
    400,
    'checkout.line.repeated',
  ],
  ['a voided sale', { original: { reference: 'voided' } }, 422, 'checkout.sale.voided'],
  ['an id that was made up', { original: { operation: `op_${'0'.repeat(26)}` } }, 404, 'checkout.sale.unknown'],
  ['no sale at all', { original: {} }, 400, FORM, 'body.original'],
  ['with a clock two days behind', { occurredAt: daysAgo(2) }, 422, 'partners.till.clock_wrong'],
];

const badJson: readonly [name: string, body: () => string, code: string][] = [
  ['__proto__', () => JSON.stringify(sale()).replace('{', '{"__proto__":{"a":1},'), 'http.body.key_forbidden'],
  [
    'a key that stands twice',
    () => JSON.stringify(sale()).replace('{', '{"currency":"USD",'),
    'http.body.duplicate_key',
  ],
  [
    '2^53 and one',
    () => JSON.stringify(sale()).replace('"sku"', '"line":9007199254740993,"sku"'),
    'http.body.number_imprecise',
  ],
];

describe('bad input gets a clear refusal and changes nothing', () => {
  test.each(badSales.map((one) => ({ name: one[0], one })))(
    'a sale: $name',
    async ({ one: [, wrong, ...expected] }) => {
      expect(await answerTo(SALES, sale(wrong))).toEqual(refusal(...expected));
    },
  );

  test.each(badReturns.map((one) => ({ name: one[0], one })))(
    'a return: $name',
    async ({ one: [, wrong, ...expected] }) => {
      expect(await answerTo(RETURNS, back(wrong))).toEqual(refusal(...expected));
    },
  );

  test.each(badJson.map((one) => ({ name: one[0], one })))('JSON: $name', async ({ one: [, body, code] }) => {
    expect(await answerTo(SALES, body())).toEqual(refusal(400, code));
  });

  test('a second void, and a void of a reversal', async () => {
    const voids = (family: string, reference: string): Fields =>
      back({ original: undefined, lines: undefined, target: { family, reference } });
    expect(await answerTo('POST /v1/voids', voids('sale', 'voided'))).toEqual(refusal(422, 'checkout.void.already'));
    expect(await answerTo('POST /v1/voids', voids('void', 'void'))).toEqual(refusal(422, 'checkout.void.of_reversal'));
  });

  test('a claim of a receipt that has its member', async () => {
    const claim = back({ lines: undefined, member: card });
    expect(await answerTo('POST /v1/claims', claim)).toEqual(refusal(422, 'checkout.claim.identified'));
  });

  test('a return of an unknown sale, where the policy refuses it; else it is parked', async () => {
    const unknown = back({ original: { reference: 'never came' } });
    await house.setPolicy({ unknownReturn: 'refuse' });
    expect(await answerTo(RETURNS, unknown)).toEqual(refusal(404, 'checkout.sale.unknown'));
    await house.setPolicy({ unknownReturn: 'park' });
    expect(await house.request(RETURNS, unknown)).toMatchObject({ status: 202, body: { state: 'parked' } });
  });

  test('a closed programme', async () => {
    must(await house.programs.closeProgram(house.tenant, 'club'));
    expect(await answerTo(SALES, sale())).toEqual(refusal(409, 'programs.program.closed'));
    must(await house.programs.reopenProgram(house.tenant, 'club'));
  });

  test('a till of another programme of the same tenant finds no receipt of this one, to take back or to claim', async () => {
    const { programs, partners, tenant } = house;
    must(await programs.openProgram(tenant, { code: 'bazar', name: 'Bazar', zone: 'Europe/Madrid', currency: 'EUR' }));
    must(await partners.addOutlet(tenant, { partner: 'mercado', code: 'bazar', program: 'bazar', name: 'Bazar' }));
    must(await partners.addTerminal(tenant, 'bazar', { code: 'T1' }));
    const before = await house.journalCount();
    const place = { outlet: 'bazar', terminal: 'T1' };
    const asked = { secret: house.secrets.tenant };
    const tries: [what: string, body: unknown][] = [
      [RETURNS, back({ ...place, reference: 'elsewhere', original: { operation } })],
      [
        'POST /v1/claims',
        { ...place, reference: 'elsewhere', occurredAt: daysAgo(0), original: { operation }, member: card },
      ],
    ];
    for (const [what, body] of tries)
      expect(await house.request(what, body, asked)).toMatchObject({
        status: 404,
        body: { code: 'checkout.sale.unknown' },
      });
    expect(await house.journalCount()).toBe(before);
  });

  test('a credential of another tenant is told 404, whatever it asks for', async () => {
    const before = await house.journalCount();
    const asked = { secret: house.secrets.vecino };
    const place = { outlet: 'centro', terminal: 'T1' };
    const member = house.people[0].member;
    const tries: [what: string, body: unknown, code: string][] = [
      [RETURNS, back({ ...place, original: { operation } }), 'checkout.sale.unknown'],
      [SALES, sale({ ...place, member: { member } }), 'members.member.unknown'],
      [`GET /v1/operations/${operation}`, undefined, 'checkout.operation.unknown'],
      [`GET /v1/operations/${operation}/explanation`, undefined, 'checkout.operation.unknown'],
      [`GET /v1/operations?member=${member}`, undefined, 'members.member.unknown'],
    ];
    for (const [what, body, code] of tries) {
      expect(await house.request(what, body, asked)).toMatchObject({ status: 404, body: { code } });
    }
    expect(await house.journalCount()).toBe(before);
  });
});
