import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { compile } from '../../promotions/index.ts';
import { searchLoopholes } from './search.ts';

const UNITS = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
const ask = (effect: object, conditions: readonly object[] = []) => {
  const result = compile(
    {
      promotions: [{ code: 'set', priority: 1, firstOn: '2026-01-05', conditions, effects: [effect] }],
    },
    UNITS,
  );
  assert(result.ok, 'a rulebook');
  return searchLoopholes({
    ...{ content: result.content, rulebook: result.compiled, currency: UNITS.currency, worth: new Map() },
    negativeBalance: 'unlimited',
  }).loopholes.map(({ code, steps }) => `${code}: ${steps.map(({ en }) => en).join(', ')}`);
};
const set = { kind: 'n-for-m', params: { take: 3, pay: 2, lines: {} } };
const threshold = [{ kind: 'min-basket', params: { min: '100.00', base: 'net' } }];
const tenth = (onReturn: string) => ({ kind: 'percent-discount', params: { percent: '10', onReturn } });

test('a set whose discount lies on the cheapest gives that away for nothing, one that is shared its third of the price', () => {
  expect(ask({ ...set, params: { ...set.params, spread: 'cheapest' } })).toEqual([
    'preflight.profit: buy for 20.00 EUR, return lines 1, 2',
  ]);
  expect(ask(set)).toEqual(['preflight.profit: buy for 20.00 EUR, return lines 2, 3']);
});

test('a set that is asked for again when goods come back leaves nothing to gain, wherever its discount lies', () => {
  for (const spread of ['set', 'cheapest'])
    expect(ask({ ...set, params: { ...set.params, spread, onReturn: 'recheck' } }), spread).toEqual([]);
  const second = { take: 2, pay: 1, percent: '50', lines: {} };
  expect(ask({ ...set, params: second })).toEqual(['preflight.profit: buy for 15.00 EUR, return lines 2']);
  expect(ask({ ...set, params: { ...second, onReturn: 'recheck' } })).toEqual([]);
});

test('a bundle is one, and what is bought with it and thrown away is no loophole', () => {
  const printer = { parts: [{ lines: { skus: ['printer'] } }, { lines: { skus: ['paper'] } }] };
  // Both are made at 10.00: together for 12.00, or for less than one of them.
  const bundle = (price: string, onReturn: string) => ({ kind: 'bundle', params: { ...printer, price, onReturn } });
  expect(ask(bundle('12.00', 'keep'))).toEqual(['preflight.profit: buy for 12.00 EUR, return lines 2']);
  expect(ask(bundle('12.00', 'recheck'))).toEqual([]);
  expect(ask(bundle('9.00', 'keep'))).toEqual(['preflight.profit: buy for 9.00 EUR, return lines 2']);
  expect(ask(bundle('9.00', 'recheck')), 'the printer is had for 9.00 without a return').toEqual([]);
});

test('the cheapest at half price is had by nobody for less by a return, shared over the others or asked for again', () => {
  const half = (more: object) => ({ kind: 'percent-discount', params: { percent: '50', on: 'cheapest', ...more } });
  const two = [{ kind: 'lines-include', params: { lines: {}, min: '2' } }];
  expect(ask(half({}), two)).toEqual(['preflight.profit: buy for 15.00 EUR, return lines 2']);
  expect(ask(half({ onReturn: 'recheck' }), two)).toEqual([]);
});

test('a tenth off from 100.00 is kept with what stays, unless it is asked for again', () => {
  expect(ask(tenth('keep'), threshold)).toEqual(['preflight.profit: buy for 90.02 EUR, return lines 2']);
  expect(ask(tenth('recheck'), threshold)).toEqual([]);
});

test('a gift stays for nothing when what earned it comes back, unless it is asked for again', () => {
  const mug = (onReturn: string) => ({ kind: 'gift-line', params: { sku: 'mug', onReturn } });
  for (const conditions of [threshold, []]) {
    const [way, ...others] = ask(mug('keep'), conditions);
    expect([way?.replace(/[\d.]+ EUR/, ''), others]).toEqual([
      'preflight.profit: buy for , return everything but the gift',
      [],
    ]);
    expect(ask(mug('recheck'), conditions)).toEqual([]);
  }
});
