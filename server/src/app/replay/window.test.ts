import { expect, test } from 'vitest';
import { openWindow } from './window.ts';

test('work of one chain goes in order, other work does not wait for it', async () => {
  const window = openWindow(10);
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  await window.push('anna', async () => {
    await gate.promise;
    seen.push('anna 1');
  });
  await window.push('anna', async () => void seen.push('anna 2'));
  await window.push('boris', async () => void seen.push('boris 1'));
  await window.push(undefined, async () => void seen.push('nobody'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(['boris 1', 'nobody']);
  gate.resolve();
  await window.finish();
  expect(seen).toEqual(['boris 1', 'nobody', 'anna 1', 'anna 2']);
});

test('no more than its size is under way', async () => {
  const window = openWindow(3);
  let underWay = 0;
  let most = 0;
  for (let n = 0; n < 20; n++) {
    await window.push(undefined, async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
    });
  }
  await window.finish();
  expect(most).toBe(3);
});

test('what work throws ends the whole, and nothing after it in its chain is done', async () => {
  const window = openWindow(3);
  let done = false;
  await window.push('anna', () => Promise.reject(new Error('broken')));
  await window.push('anna', async () => void (done = true));
  await expect(window.finish()).rejects.toThrow('broken');
  await expect(window.push(undefined, async () => undefined)).rejects.toThrow('broken');
  expect(done).toBe(false);
});
