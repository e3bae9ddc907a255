import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeApp, makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { listen } from '../../../test/flood.ts';
import { systemClock } from '../../platform/clock.ts';
import { conformanceCases, openTill, playConformance, type CaseResult } from './index.ts';

let desk: DeliveryHouse;
let port: number;

beforeAll(async () => {
  desk = await makeDeliveryHouse({ setting: { dynamicCodes: true } });
  port = await listen(desk.house.api);
}, 120_000);
afterAll(() => desk.close());

/** A code that a phone shows right now, for a card with 25 euros. */
async function shownCode(): Promise<string> {
  const { number, card } = await desk.sellCard('25.00');
  const phone = desk.phone();
  await desk.deliver(number, phone);
  await desk.send();
  const app = makeApp();
  const claimed = await desk.claim(desk.secretIn(await desk.lastTextTo(phone)), phone, app);
  app.device = claimed.body['device'] as unknown as string;
  desk.clock.skip(62);
  return (await desk.asApp(app, 'code', card)).body['code'] as unknown as string;
}

async function play(code: string): Promise<CaseResult | undefined> {
  const { cases } = await playConformance({
    till: openTill(new URL(`http://127.0.0.1:${port}`), desk.house.secrets.till, {}),
    props: { currency: 'EUR', giftCards: [], code },
    clock: systemClock(),
    except: conformanceCases.map((one) => one.code).filter((one) => one !== 'dynamic-code'),
  });
  return cases.find((one) => one.code === 'dynamic-code');
}

test('a till that was shown a code plays its case; with the same code a second till fails it', async () => {
  const code = await shownCode();
  const first = await play(code);
  expect(first?.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(first?.outcome).toBe('passed');
  expect(JSON.stringify(first)).not.toContain(code);
  expect((await play(code))?.outcome).toBe('failed');
});
