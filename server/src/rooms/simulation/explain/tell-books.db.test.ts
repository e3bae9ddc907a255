import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { assert } from '../../../kernel/assert.ts';
import { recordSheet } from '../../ledger/index.ts';
import { readBooks } from './books.ts';
import { tellBooked } from './tell-books.ts';
import { voiceOf } from './words.ts';

let house: TestHouse;
let number = 0;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

const byHand = async (what: string, body: object): Promise<string> => {
  const named = { reference: `hand-${++number}`, program: 'club', walletType: 'points', ...body };
  const answer = await house.request(what, named, { secret: house.secrets.tenant });
  assert(answer.status === 201, `${what} is done: ${JSON.stringify(answer.body)}`);
  return (answer.body as { operation: string }).operation;
};

/** A transfer that takes from two lots, as the journal has it. */
const transferred = async () => {
  const [one, two] = house.people;
  for (const points of ['3', '4'])
    await byHand('POST /v1/adjustments', { member: { member: one.member }, points, reason: 'goodwill' });
  const who = { from: { member: one.member }, to: { member: two.member } };
  const operation = await byHand('POST /v1/transfers', { ...who, points: '7', reason: 'member_request' });
  const place = house.tokens.decode('op', operation);
  const kept = place && (await house.machine.look.row(recordSheet, { lane: place.lane, seq: place.id }));
  assert(kept !== undefined, 'an operation has a record');
  return kept;
};

test('where an operation has more lots than are read, it is said in both languages, and nothing is said of their sum', async () => {
  const deps = { ...house, look: house.machine.look, rulebook: house.promotions.rulebook };
  const kept = await transferred();
  const [all, cut] = [await readBooks(deps, kept), await readBooks(deps, kept, 1)];
  expect(all).toMatchObject({ areLotsCut: false, differences: [] });
  // A part of the lots comes to something else than the postings: that is no difference.
  expect(cut).toMatchObject({ areLotsCut: true, differences: [] });
  expect(cut.lots.length).toBeLessThan(all.lots.length);
  const [whole, part] = [tellBooked(deps, all, voiceOf('en')), tellBooked(deps, cut, voiceOf('en'))];
  expect(part.slice(-2)).toEqual([
    `There are more lots than are told here: these are the first ${cut.lots.length}. Whether lots sum up to what it did to wallets was not looked at.`,
    'Its postings sum to nothing.',
  ]);
  expect(whole.join()).not.toContain('more lots than');
  expect(whole.at(-1)).toBe('Its postings sum to nothing, and its lots to what it did to wallets.');
  expect(tellBooked(deps, cut, voiceOf('es')).at(-2)).toMatch(/^Hay más partidas de las que se dicen aquí/);
});
