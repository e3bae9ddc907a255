import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Fault } from '../../kernel/fault.ts';
import { instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { House } from '../compose.ts';
import type { Place } from './place.ts';
import { createTeller } from './teller.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Returns goods to a house whose machine answers so, and waits as long as it takes. */
async function tellTo(answer: () => unknown): Promise<unknown> {
  const submit = async (): Promise<unknown> => answer();
  const house = { machine: { submit }, checkout: {}, clock: { now: () => instant(0) } } as unknown as House;
  const till = { terminal: { hasOwnReferences: true, terminal: 1 } };
  const teller = createTeller(house, { tenant: 1, program: 1n, tills: new Map([['web', till]]) } as unknown as Place);
  const told = teller.return({ outlet: 'web', occurredAt: instant(0), lines: [], reference: 'r', sale: 's' } as never);
  const settled = told.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return settled;
}

test('a house that is too busy, whose accounts move, or that does not know what became of it is told again', async () => {
  const answers = [
    () => refuse('operation.not_taken'),
    () => refuse('operation.owner_moving'),
    () => {
      throw new Fault('the outcome is not known yet', { retry: 'unknown' });
    },
    () => ({ ok: true }),
  ];
  expect(await tellTo(() => answers.shift()?.())).toEqual({ ok: true });
  expect(answers).toEqual([]);
});

test('a refusal that will not change is the answer', async () => {
  const answers = [refuse('checkout.return.too_much')];
  expect(await tellTo(() => answers.shift())).toMatchObject({ refusal: 'checkout.return.too_much' });
});

test('a house that never takes it is a fault, so that nothing goes on in its place', async () => {
  let tries = 0;
  const end = await tellTo(() => {
    tries++;
    return refuse('operation.not_taken');
  });
  expect(end).toBeInstanceOf(Fault);
  expect(tries).toBe(60);
});
