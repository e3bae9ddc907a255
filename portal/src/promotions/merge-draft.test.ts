import { expect, test } from 'vitest';
import { mergeDrafts } from './merge-draft.ts';
import type { Content, Promotion } from './promotion-types.ts';

const one = (code: string, priority = 1): Promotion => ({ code, priority, firstOn: '2027-01-01', effects: [] });
const of = (...promotions: Promotion[]): Content => ({ earnBase: 'net', promotions });

test('what two people changed apart is taken from each', () => {
  const base = of(one('bread'), one('milk'));
  const merged = mergeDrafts(base, of(one('bread', 5), one('milk')), of(one('bread'), one('milk', 7), one('wine')));
  expect(merged.content).toEqual(of(one('bread', 5), one('milk', 7), one('wine')));
  expect(merged).toMatchObject({ mine: ['bread'], theirs: ['milk', 'wine'], both: [] });
});

test('what both changed is named, and mine is kept', () => {
  const merged = mergeDrafts(of(one('bread')), of(one('bread', 5)), of(one('bread', 9)));
  expect(merged.content).toEqual(of(one('bread', 5)));
  expect(merged.both).toEqual(['bread']);
});

test('the same change of both is nobody’s conflict', () => {
  expect(mergeDrafts(of(one('bread')), of(one('bread', 5)), of(one('bread', 5))).both).toEqual([]);
});

test('what one removed stays away, unless the other wrote on it', () => {
  const base = of(one('bread'), one('milk'));
  expect(mergeDrafts(base, of(one('bread')), base).content).toEqual(of(one('bread')));
  const written = mergeDrafts(base, of(one('bread'), one('milk', 3)), of(one('bread')));
  expect(written.content).toEqual(of(one('bread'), one('milk', 3)));
  expect(written.both).toEqual(['milk']);
});

test('a setting of one goes with the promotions of the other', () => {
  const base = of(one('bread'));
  const merged = mergeDrafts(base, { ...base, earnBase: 'gross' }, of(one('bread', 2)));
  expect(merged.content).toEqual({ earnBase: 'gross', promotions: [one('bread', 2)] });
});
