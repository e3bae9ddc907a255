import { expect, test } from 'vitest';
import { openWindow } from './window.ts';

test('work of one chain goes one after another, and other work does not wait for it', async () => {
  const window = openWindow(10);
  const seen: string[] = [];
  const gates = new Map(['enrolment', 'sale 1', 'return'].map((name) => [name, Promise.withResolvers<void>()]));
  const work = (name: string) => async (): Promise<void> => {
    seen.push(name);
    await gates.get(name)?.promise;
  };
  for (const name of ['enrolment', 'sale 1', 'return', 'sale 2']) await window.push('anna', work(name));
  await window.push('boris', work('sale of boris'));
  await window.push(undefined, work('sale to nobody'));
  const now = async (): Promise<readonly string[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return seen.splice(0);
  };
  expect(new Set(await now())).toEqual(new Set(['enrolment', 'sale of boris', 'sale to nobody']));
  gates.get('enrolment')?.resolve();
  expect(await now()).toEqual(['sale 1']);
  // What comes in the meantime goes to the end of the chain.
  await window.push('anna', work('sale 3'));
  expect(await now()).toEqual([]);
  gates.get('sale 1')?.resolve();
  expect(await now()).toEqual(['return']);
  gates.get('return')?.resolve();
  await window.finish();
  expect(seen).toEqual(['sale 2', 'sale 3']);
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

test('what work throws ends the whole, and nothing after it is done', async () => {
  const window = openWindow(3);
  let done = false;
  await window.push('anna', () => Promise.reject(new Error('broken')));
  await window.push('anna', async () => void (done = true));
  await expect(window.finish()).rejects.toThrow('broken');
  await expect(window.push(undefined, async () => undefined)).rejects.toThrow('broken');
  expect(done).toBe(false);
});
