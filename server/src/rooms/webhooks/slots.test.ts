import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSlots, eachOf } from './slots.ts';

test('no more are at work than there are slots, first come first served', async () => {
  const slots = createSlots(() => 2);
  const order: number[] = [];
  let atWork = 0;
  let most = 0;
  await Promise.all(
    [0, 1, 2, 3, 4].map((n) =>
      slots.use(async () => {
        most = Math.max(most, (atWork += 1));
        await sleep(5);
        atWork -= 1;
        order.push(n);
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

test('a slot whose work takes too long, or throws, goes to the next', async () => {
  const slots = createSlots(() => 1);
  const endless = slots.use(() => sleep(300), 10);
  const startedMs = performance.now();
  await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots.use(() => Promise.resolve(7))).toBe(7);
  expect(performance.now() - startedMs).toBeLessThan(250);
  await endless;
  expect(await slots.use(() => Promise.resolve(8))).toBe(8);
});

test('more slots let more of the queue in at the next end', async () => {
  let limit = 1;
  const slots = createSlots(() => limit);
  let atWork = 0;
  let most = 0;
  await eachOf([0, 1, 2, 3, 4, 5], 6, () =>
    slots.use(async () => {
      most = Math.max(most, (atWork += 1));
      await sleep(5);
      atWork -= 1;
      limit = 3;
    }),
  );
  expect(most).toBe(3);
});
