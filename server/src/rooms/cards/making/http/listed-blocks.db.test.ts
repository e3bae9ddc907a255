import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDeliveryHouse, type DeliveryHouse } from '../../../../../test/delivery-house.ts';
import { bonusRange } from '../../../../../test/card-stock.ts';
import { must } from '../../../../../test/house.ts';

let desk: DeliveryHouse;
beforeAll(async () => {
  desk = await makeDeliveryHouse();
  must(await desk.house.cards.openRange(desk.house.tenant, bonusRange('bonus', '7790')));
});
afterAll(() => desk.close());

type Body = Record<string, string> & { readonly cards: readonly { readonly number: string }[] };

const read = async (path: string): Promise<string> => {
  const headers = { authorization: `Bearer ${desk.house.secrets.tenant}` };
  return (await desk.house.api.inject({ method: 'GET', url: path, headers })).body;
};
const act = async (path: string, body: object): Promise<Body> => {
  const payload = { reference: desk.reference(), ...body };
  const told = await desk.request(`POST ${path}`, payload, { secret: desk.house.secrets.tenant });
  expect(told.status, JSON.stringify(told.body)).toBeLessThan(300);
  return told.body as unknown as Body;
};

test('the list of links tells which cards are blocked and from what: in stock, in use, and in whose place another stands', async () => {
  const made = await act('/v1/card-orders', { range: 'bonus', cards: [{}, {}, {}, {}], links: true });
  const give = async (at: number): Promise<string> => {
    const phone = desk.phone();
    await desk.enrol(phone, true);
    return (await act('/v1/cards', { number: made.cards[at]!.number, phone }))['card']!;
  };
  const list = () => read(`/v1/card-batches/${made['batch']!}/links.csv`);
  const blocked = async (): Promise<(string | undefined)[]> => {
    const [head, ...rows] = (await list()).trimEnd().split('\r\n');
    return rows.map((row) => row.split(',')[head!.split(',').indexOf('blocked')]);
  };
  const [second, third] = [await give(1), await give(2)];
  expect(await blocked()).toEqual(['', '', '', '']);

  await act(`/v1/cards/${second}/block`, { reason: 'lost' });
  const plastic = '990011000001';
  const { replacedBy } = await act(`/v1/cards/${third}/replace`, { reason: 'stolen', number: plastic });
  await act(`/v1/cards/${replacedBy!}/block`, { reason: 'other', effects: ['spend'] });
  const serials = { first: 4, last: 4 };
  const series = await act('/v1/card-suspensions', {
    ...{ batch: made['batch'], serials, reason: 'fraud', effects: ['activate', 'earn'] },
  });
  expect(await blocked()).toEqual(['', 'earn spend activate', 'spend', 'earn activate']);
  expect(await list()).not.toContain(plastic);

  await act(`/v1/cards/${second}/unblock`, {});
  await act(`/v1/card-suspensions/${series['suspension']!}/lift`, {});
  expect(await blocked()).toEqual(['', '', 'spend', '']);
});
