import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Warden, type Patient } from './patience.ts';

type Guest = Patient & { readonly name: string };

const guest = (name: string, deadline: number, isAnswered = false): Guest => ({ name, deadline, isAnswered });

let told: string[][];
let warden: Warden<Guest>;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  warden = new Warden((late) => told.push(late.map((one) => one.name)));
});

afterEach(() => {
  warden.stop();
  vi.useRealTimers();
});

test('who waits past his time is told, in the order of coming, and nobody else', () => {
  const now = performance.now();
  for (const one of [guest('first', now + 100), guest('answered', now + 100, true), guest('patient', now + 10_000)])
    warden.watch(one);
  warden.watch(guest('last', now + 200));
  vi.advanceTimersByTime(250);
  expect(told).toEqual([['first', 'last']]);
});

test('whoever leaves, from either end or from between two others, leaves the rest in its order and holds on to nobody', () => {
  const deadline = performance.now();
  const all = ['a', 'b', 'c', 'd', 'e'].map((name) => guest(name, deadline));
  for (const one of all) warden.watch(one);
  const [a, b, c, d, e] = all;
  for (const one of [c, a, e]) warden.forget(one);
  vi.advanceTimersByTime(250);
  expect(told).toEqual([['b', 'd']]);
  for (const one of [b, d]) warden.forget(one);
  vi.advanceTimersByTime(250);
  expect(told).toHaveLength(1);
  for (const one of all) expect([one.before, one.after]).toEqual([undefined, undefined]);
  warden.watch(c);
  vi.advanceTimersByTime(250);
  expect(told.at(-1)).toEqual(['c']);
});
