import { describe, expect, test } from 'vitest';
import { areBoundsLost, BOUNDS_DEFAULT, isWider, roomOf, type Bound } from './bound.ts';
import { completePolicy, isLooser, STAFF_POLICY_DEFAULTS } from './policy.ts';

const points = (upTo: number, perDay = upTo * 5): Bound => ({ kind: '*', unit: 'PTS', upTo, perDay });
const policy = (...bounds: Bound[]) => completePolicy({ ...STAFF_POLICY_DEFAULTS, bounds });

describe('what one moves alone', () => {
  test('more of it is looser, less of it and the same are not', () => {
    expect(isLooser(policy(points(500)), policy(points(501, 2_500)))).toBe(true);
    expect(isLooser(policy(points(500)), policy(points(500, 2_501)))).toBe(true);
    expect(isLooser(policy(points(500)), policy(points(500)))).toBe(false);
    expect(isLooser(policy(points(500)), policy(points(0)))).toBe(false);
  });

  test('is looser too where a stricter word of one kind or unit is taken away, or a wider one of one kind is added', () => {
    const strict = { kind: 'points.transfer', unit: '*', upTo: 1, perDay: 1 };
    const all = { kind: '*', unit: '*', upTo: 1_000, perDay: 5_000 };
    expect(isLooser(policy(all, strict), policy(all))).toBe(true);
    expect(isLooser(policy(all, { ...strict, perDay: 2 }), policy(all, strict))).toBe(false);
    // However small: a kind that counts by itself has a day beside that of all the others, and many kinds had many days.
    expect(isLooser(policy(all), policy(all, strict))).toBe(true);
    expect(isLooser(policy(all), policy(all, { ...strict, upTo: 0, perDay: 0 }))).toBe(false);
    expect(isLooser(policy(all), policy(all, { ...all, kind: 'points.transfer' }))).toBe(true);
    expect(isLooser(policy(all), policy(all, { ...strict, upTo: 1_001, perDay: 5_000 }))).toBe(true);
    expect(isLooser(policy(all), policy())).toBe(false);
  });

  test('is bound in a tenant that has said nothing, for persons and for keys of nobody', () => {
    const { upTo, perDay } = roomOf([], STAFF_POLICY_DEFAULTS.bounds, 'points.adjustment', 'PTS');
    expect([upTo, perDay]).toEqual([1_000, 5_000]);
    expect(STAFF_POLICY_DEFAULTS.credentialsAreBound).toBe(true);
    expect(completePolicy({ approvalNeedsPerson: true, approvalNeedsAuthenticator: true, newcomerHours: 1 })).toEqual({
      ...{ ...STAFF_POLICY_DEFAULTS, newcomerHours: 1, bounds: expect.arrayContaining([...BOUNDS_DEFAULT]) as unknown },
    });
    expect(isLooser(STAFF_POLICY_DEFAULTS, { ...STAFF_POLICY_DEFAULTS, credentialsAreBound: false })).toBe(true);
  });

  test('is what the widest of the roles says, more or less than the tenant; and nothing where nobody says anything', () => {
    const tenant = [points(500)];
    const of = (...roles: Bound[][]) => roomOf(roles, tenant, 'points.adjustment', 'PTS').upTo;
    expect([of(), of([points(50)]), of([points(5_000)]), of([points(50)], [points(70)])]).toEqual([500, 50, 5_000, 70]);
    expect(of([{ kind: 'points.transfer', unit: '*', upTo: 1, perDay: 1 }])).toBe(500);
    expect(roomOf([], tenant, 'points.adjustment', 'EUR')).toMatchObject({ upTo: 0, perDay: 0 });
  });

  test('of a role is wider where it says more than the tenant, or no longer says less', () => {
    const tenant = [points(500)];
    expect(isWider([], [points(501)], tenant)).toBe(true);
    expect(isWider([points(10)], [], tenant)).toBe(true);
    expect(isWider([], [points(10)], tenant)).toBe(false);
  });

  test('of a currency is what is said of money, where nothing is said of the currency itself', () => {
    const tenant = [points(500), { kind: '*', unit: 'money', upTo: 20, perDay: 20 }];
    const of = (unit: string, ...more: Bound[]) => roomOf([], [...tenant, ...more], 'giftcards.load', unit).upTo;
    expect([of('EUR'), of('USD'), of('PTS')]).toEqual([20, 20, 500]);
    expect(of('EUR', { kind: '*', unit: 'EUR', upTo: 30, perDay: 30 })).toBe(30);
    expect(isWider(tenant, [points(500)])).toBe(false);
    const all = { kind: '*', unit: '*', upTo: 500, perDay: 500 };
    expect(isWider([all, tenant[1]!], [all])).toBe(true);
  });

  test('is said once of each, and not less within a day than at once', () => {
    expect(areBoundsLost([points(5), points(6)])).toBe(true);
    expect(areBoundsLost([points(5, 4)])).toBe(true);
    expect(areBoundsLost([points(5, 5)])).toBe(false);
  });
});
