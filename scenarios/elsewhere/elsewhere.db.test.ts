import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert } from '../../server/src/kernel/assert.ts';
import { assertBooks } from '../../server/test/books.ts';
import { makeHouse, type TestHouse } from '../../server/test/house.ts';
import type { Case } from './case.ts';
import { earning } from './earning.ts';
import { limitedCases } from './limited.ts';
import { occasionCases } from './occasions.ts';
import { playCase } from './play-case.ts';
import { prices } from './prices.ts';
import { returned } from './returned.ts';

// What other programs and tills publish about themselves, sent over HTTP as their tills would: the figures of their pages come out here.

const cases: readonly Case[] = [...earning, ...prices, ...returned, ...limitedCases, ...occasionCases];

let house: TestHouse;
let programs = 0;
const play = (one: Case): Promise<string[]> => playCase(house, one, `elsewhere-${++programs}`);

beforeAll(async () => {
  house = await makeHouse();
  const { tenant: secret } = house.secrets;
  for (const unit of [
    { code: 'JPY', kind: 'money' },
    { code: 'KWD', kind: 'money' },
    { code: 'FINE', kind: 'points', decimals: 2 },
  ])
    assert((await house.request('POST /v1/units', unit, { secret })).status === 201, unit.code);
});
afterAll(() => house.close());

test.each(cases)('$name', async (one) => {
  expect(await play(one)).toEqual([]);
});

test('a page that says otherwise is seen', async () => {
  const [first] = earning as [Case];
  const [act] = first.acts as [Case['acts'][number]];
  const otherwise = { ...first, acts: [{ ...act, expected: { earned: '11', toPay: '105.00' } }] };
  expect(await play(otherwise)).toEqual(['act 1, earned: the page says 11, here 10.000']);
});

test('every case is about its promotions: without them something is otherwise', async () => {
  for (const one of cases) {
    const wrong = await play({ ...one, promotions: [], groups: [] }).catch(() => ['refused']);
    expect(wrong, one.name).not.toEqual([]);
  }
});

test('after all of them the books add up', async () => {
  await expect(assertBooks(house)).resolves.toBeUndefined();
});
