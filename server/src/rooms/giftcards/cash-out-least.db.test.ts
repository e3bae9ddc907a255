import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { twoPeople } from '../../../test/two-people.ts';

// Below which balances, and at which share of what was put on a card, its rest is paid out: either word pays out by itself, so each is
// compared with the least that is known of it.

let gifts: GiftHouse;
let people: Awaited<ReturnType<typeof twoPeople>>;
let places = 0;

beforeAll(async () => {
  gifts = await makeGiftHouse();
  people = await twoPeople(gifts.house, 1_000);
});
afterAll(() => gifts.house.close());

const FROM = ['2020', '2021', '2022', '2023'] as const;
type Said = readonly [below: string, leftPercent?: number];

/** A place of its own, in which these hold one after the other, as the machine has entered them. */
const placeWith = async (...known: readonly Said[]): Promise<string> => {
  const jurisdiction = `place-${(places += 1)}`;
  for (const [n, said] of known.entries()) {
    const asked = await set(jurisdiction, said, FROM[n]!, gifts.house.secrets.tenant);
    expect(asked.status).toBe(201);
  }
  return jurisdiction;
};
const set = (jurisdiction: string, [below, leftPercent]: Said, year: string, secret?: string) => {
  const inForceFrom = `${year}-01-01T00:00:00Z`;
  const body = { jurisdiction, currency: 'EUR', below, inForceFrom, ...(leftPercent !== undefined && { leftPercent }) };
  return people.ask('POST /v1/cash-out-thresholds', body, secret);
};

test.each([
  // The least amount stands with the largest share, and the other way round.
  {
    known: [
      ['5.00', 20],
      ['8.00', 10],
    ],
    said: ['5.00', 20],
    status: 202,
  },
  {
    known: [
      ['5.00', 20],
      ['8.00', 10],
    ],
    said: ['5.00', 11],
    status: 202,
  },
  {
    known: [
      ['5.00', 20],
      ['8.00', 10],
    ],
    said: ['5.00', 10],
    status: 201,
  },
  {
    known: [
      ['8.00', 10],
      ['5.00', 20],
    ],
    said: ['5.00', 20],
    status: 202,
  },
  // A word that somebody left out pays out at no share.
  { known: [['5.00', 20], ['8.00']], said: ['5.00', 1], status: 202 },
  { known: [['5.00', 20], ['8.00']], said: ['5.00'], status: 201 },
  {
    known: [
      ['5.00', 20],
      ['8.00', 10],
    ],
    said: ['5.01', 10],
    status: 202,
  },
  // The first word of a place loosens what said nothing.
  { known: [], said: ['1.00'], status: 202 },
] as const)('of $known, $said is answered by $status', async ({ known, said, status }) => {
  const place = await placeWith(...known);
  expect((await set(place, said, FROM[3])).status).toBe(status);
});
