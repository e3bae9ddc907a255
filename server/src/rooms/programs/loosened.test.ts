import { describe, expect, test } from 'vitest';
import { loosened } from './loosened.ts';
import { completePolicy, POLICY_DEFAULTS, type Policy } from './policy.ts';

const from = (before: Partial<Policy>, after: Partial<Policy>) =>
  loosened(completePolicy(before), completePolicy(after));

describe('a policy', () => {
  test('is looser where it gives more time, or binds less', () => {
    expect(from({}, { claimWithinDays: 31, requestAgeMaxHours: 19 })).toEqual(['claimWithinDays']);
    expect(from({ spendPointsPerDayMax: '100' }, { spendPointsPerDayMax: '100.01' })).toEqual(['spendPointsPerDayMax']);
    expect(from({ spendPointsPerDayMax: '100' }, {})).toEqual(['spendPointsPerDayMax']);
    expect(from({}, { spendPointsPerDayMax: '100' })).toEqual([]);
    expect(from({ spendPointsPerDayMax: '100' }, { spendPointsPerDayMax: '99.9' })).toEqual([]);
  });

  test('is looser where spending by phone needs no code any more, or blocked cards earn', () => {
    expect(from({}, { spendByPhoneNeedsCode: false, blockedCardEarns: true })).toEqual([
      'spendByPhoneNeedsCode',
      'blockedCardEarns',
    ]);
    expect(from({ spendByPhoneNeedsCode: false }, {})).toEqual([]);
  });

  test('is looser where a return takes less back: a bound of debt is such', () => {
    expect(from({}, { negativeBalance: 'only_pending' })).toEqual(['negativeBalance']);
    expect(from({ negativeBalance: 'unlimited' }, { negativeBalance: 'unlimited', debtMax: '50' })).toEqual([
      'debtMax',
    ]);
    expect(from({ debtMax: '50' }, { debtMax: '60' })).toEqual([]);
  });

  test('that only says otherwise how things are done is not looser, nor is the same', () => {
    expect(from({}, { refund: 'first', leapDayBirthday: 'feb_28' })).toEqual([]);
    expect(loosened(POLICY_DEFAULTS, POLICY_DEFAULTS)).toEqual([]);
  });
});
