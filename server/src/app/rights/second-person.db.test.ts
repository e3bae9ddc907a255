import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { endpointsOf } from '../api.ts';
import { aloneGroups, aloneWhy } from './alone.ts';

// Every endpoint that writes says whether a second person is asked, and why not where nobody is.

let house: TestHouse;
let writing: { readonly route: string; readonly kind: string | undefined }[];
beforeAll(async () => {
  house = await makeHouse();
  writing = endpointsOf(house)
    .filter(({ method, repeats }) => method !== 'GET' && repeats !== 'reads')
    .map(({ method, path, secondPerson }) => ({ route: `${method} ${path}`, kind: secondPerson?.kind }));
});
afterAll(() => house.close());

describe('the list of what is done alone', () => {
  test('has every endpoint that writes and asks nobody, with its reason, and no other', () => {
    const asking = new Set(writing.filter(({ kind }) => kind !== undefined).map(({ route }) => route));
    const missing = writing.filter(({ route }) => !asking.has(route) && aloneWhy(route) === undefined);
    const all = new Set(endpointsOf(house).map(({ method, path }) => `${method} ${path}`));
    expect(aloneGroups.flatMap(({ routes }) => routes).filter((route) => !all.has(route))).toEqual([]);
    expect(missing.map(({ route }) => route)).toEqual([]);
    expect(writing.filter(({ route, kind }) => kind !== undefined && aloneWhy(route) !== undefined)).toEqual([]);
  });

  test('is not empty words: what moves value by hand or loosens a rule is asked for, by kinds that the portal has names for', () => {
    const kinds = [...new Set(writing.flatMap(({ kind }) => kind ?? []))].sort();
    expect(kinds).toEqual([
      'cards.suspension',
      'cards.suspension_lift',
      'checkout.claim',
      'checkout.rescore',
      'checkout.return',
      'checkout.sale',
      'checkout.void',
      'delivery.setting_loosen',
      'fraud.signal_release',
      'funding.block',
      'funding.contract',
      'giftcards.cash_out_loosen',
      'giftcards.load',
      'giftcards.move',
      'giftcards.rate_change',
      'giftcards.release',
      'giftcards.terms_loosen',
      'members.standing',
      'notifications.channel_change',
      'occasions.occasion',
      'occasions.reversal',
      'partners.credential_confirm',
      'points.adjustment',
      'points.redemption',
      'points.redemption_void',
      'points.release',
      'points.transfer',
      'points.wallet_type',
      'processors.service',
      'programs.policy_loosen',
      'promotions.coupon_codes',
      'promotions.coupon_series',
      'promotions.rulebook',
      'segments.list',
      'tiers.rules_loosen',
    ]);
  });
});
