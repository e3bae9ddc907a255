import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse({ policy: { spendByPhoneNeedsCode: false } });
});
afterAll(() => house.close());

type Answer = {
  readonly status: number;
  readonly body: { readonly code?: string; readonly wallets?: readonly { readonly available: string }[] };
};

const occurredAt = isoFromInstant(systemClock().now());
const sale = (reference: string, member: object | undefined, amount: string, more: object = {}): object => ({
  ...{ op: 'sale', reference, occurredAt, member, currency: 'EUR' },
  lines: [{ sku: 'A', amount }],
  ...more,
});

async function send(operations: readonly object[]): Promise<readonly Answer[]> {
  const answer = await house.request('POST /v1/batch', { operations });
  expect(answer.status).toBe(200);
  return (answer.body as { answers: Answer[] }).answers;
}

test('each operation is answered in its place, and what is refused stops nobody', async () => {
  const [person] = house.people;
  const answers = await send([
    sale('b-1', { card: person.card }, '10.00'),
    sale('b-2', { card: '2990999999' }, '10.00'),
    { op: 'gift', reference: 'b-3' },
    sale('b-4', { card: person.card }, '-1.00'),
    { ...sale('b-5', { card: person.card }, '10.00'), tip: '1' },
    sale('b-1', { card: person.card }, '10.00'),
  ]);
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [201, undefined],
    [404, 'cards.card.unknown'],
    [400, 'http.input.invalid'],
    [422, 'kernel.quantity.negative'],
    [400, 'http.input.invalid'],
    [200, undefined],
  ]);
});

test('operations of one member keep their order, whether he shows a phone, a card or nothing but his receipt', async () => {
  const [, person] = house.people;
  const phone = { phone: person.phone };
  const card = { card: person.card };
  const tenders = [{ kind: 'points', points: '100' }];
  const answers = await send([
    sale('o-1', card, '100.00'),
    sale('o-2', phone, '1.00', { tenders }),
    sale('o-3', card, '200.00'),
    {
      op: 'return',
      reference: 'o-4',
      occurredAt,
      original: { reference: 'o-3' },
      lines: [{ line: 1, quantity: '0.5' }],
    },
    sale('o-5', phone, '1.00', { tenders }),
    { op: 'void', reference: 'o-6', occurredAt, target: { family: 'sale', reference: 'o-5' } },
    sale('o-7', card, '1.00', { tenders }),
    sale('o-8', phone, '1.00', { tenders }),
  ]);
  expect(answers.map(({ status, body }) => [status, body.code ?? body.wallets?.[0]?.available])).toEqual([
    [201, '100'],
    [201, '0'],
    [201, '200'],
    [201, '100'],
    [201, '0'],
    [201, '100'],
    [201, '0'],
    [422, 'points.wallet.insufficient'],
  ]);
});

test('a thousand receipts go in one request, and their repeat books nothing', async () => {
  const receipts = Array.from({ length: 1_000 }, (_, n) =>
    sale(`t-${n}`, n % 10 === 0 ? { phone: house.people[n % 3]?.phone } : undefined, '1.00'),
  );
  expect(new Set((await send(receipts)).map(({ status }) => status))).toEqual(new Set([201]));
  const before = await house.journalCount();
  expect(new Set((await send(receipts)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(await house.journalCount()).toBe(before);
});

test('a thousand and one are refused whole', async () => {
  const receipts = Array.from({ length: 1_001 }, (_, n) => sale(`u-${n}`, undefined, '1.00'));
  expect(await house.request('POST /v1/batch', { operations: receipts })).toMatchObject({
    status: 400,
    body: { code: 'http.input.invalid' },
  });
});
