import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());

/** Pairs of cards until one pair stood in one lane and one in two. */
const PAIRS = 8;
let references = 0;

const act = async (what: string, body: Record<string, unknown>): Promise<Record<string, string>> => {
  const told = await gifts.ask(what, body);
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return told.body;
};
async function card(amount: string): Promise<{ readonly number: string; readonly id: string }> {
  const number = gifts.number();
  return { number, id: (await act('activate', { card: { number }, amount }))['card']! };
}
type Line = { readonly kind: string; readonly change: string };
async function historyOf(id: string): Promise<readonly Line[]> {
  const path = `GET /v1/gift-cards/${id}/history?limit=100`;
  const told = await gifts.house.request(path, undefined, { secret: gifts.house.secrets.tenant });
  return (told.body as { items: readonly Line[] }).items;
}
const sumOf = (lines: readonly Line[]): string => lines.reduce((sum, { change }) => sum + Number(change), 0).toFixed(2);

test('the history of either card tells a move, its void and a merge, wherever the two stand: its changes come to what is on the card', async () => {
  const lanes = new Set<boolean>();
  for (let n = 0; n < PAIRS; n++) {
    const [from, to] = [await card('30.00'), await card('10.00')];
    const [here, there] = [from.id, to.id].map((id) => gifts.house.tokens.decode('card', id)!.lane);
    lanes.add(here === there);
    const pair = { card: { number: from.number }, to: { number: to.number } };
    await act('transfer', { ...pair, amount: '20.00' });
    expect((await historyOf(to.id))[0]).toMatchObject({ kind: 'giftcards.transfer', change: '20.00' });
    expect((await historyOf(from.id))[0]).toMatchObject({ kind: 'giftcards.transfer', change: '-20.00' });
    const reference = `move-${++references}`;
    await act('transfer', { ...pair, amount: '5.00', reference });
    await act('void', { of: 'transfer', originalReference: reference });
    expect((await historyOf(to.id))[0]).toMatchObject({ kind: 'giftcards.void', change: '-5.00' });
    await act('merge', pair);
    expect((await historyOf(to.id))[0]).toMatchObject({ kind: 'giftcards.merge', change: '10.00' });
    expect([sumOf(await historyOf(from.id)), sumOf(await historyOf(to.id))]).toEqual(['0.00', '40.00']);
  }
  expect(lanes.size, 'pairs in one lane and in two').toBe(2);
  await assertBooks(gifts.house);
});
