import { describe, expect, test } from 'vitest';
import type { Validity } from '../../kernel/validity.ts';
import { lastsLonger } from './lasts-longer.ts';
import { looserTerms } from './looser-terms.ts';
import type { TermsContent } from './terms.ts';

const STRICT: TermsContent = {
  ...{ numbers: { prefix: '6012', length: 16, checkDigit: 'luhn' }, pin: 'needed', partial: 'never' },
  ...{ reload: false, transfer: false, loadMin: '5.00', loadMax: '100.00', balanceMax: '200.00', voidHours: 1 },
  ...{ expiry: { after: { years: 5 } }, promotionalExpiry: { after: { days: 30 } }, checkedAs: 'us_federal' },
  ...{ fee: { afterMonths: 12, everyMonths: 1, amount: '1.00' }, jurisdiction: 'us-ca' },
};

describe('terms are looser', () => {
  test.each<[keyof TermsContent, Partial<TermsContent>]>([
    ['pin', { pin: 'none' }],
    ['reload', { reload: true }],
    ['transfer', { transfer: true }],
    ['loadMin', { loadMin: '4.99' }],
    ['loadMin', { loadMin: undefined }],
    ['loadMax', { loadMax: '100.01' }],
    ['loadMax', { loadMax: undefined }],
    ['balanceMax', { balanceMax: '1000' }],
    ['voidHours', { voidHours: 2 }],
    ['expiry', { expiry: 'never' }],
    ['promotionalExpiry', { promotionalExpiry: { after: { days: 31 } } }],
    ['fee', { fee: undefined }],
    ['fee', { fee: { afterMonths: 12, everyMonths: 1, amount: '2.00' } }],
    ['jurisdiction', { jurisdiction: 'us-co' }],
    ['checkedAs', { checkedAs: undefined }],
    ['numbers', { numbers: { prefix: '601', length: 16, checkDigit: 'luhn' } }],
    ['numbers', { numbers: { prefix: '6012', length: 16, checkDigit: 'none' } }],
  ])('by %s: %o', (setting, over) => {
    expect(looserTerms(STRICT, { ...STRICT, ...over })).toEqual([expect.objectContaining({ setting })]);
  });

  test('where a range stood before numbers and is gone', () => {
    expect(looserTerms({ ...STRICT, range: 'spring' }, STRICT)).toMatchObject([
      { setting: 'numbers', before: 'range spring' },
    ]);
  });

  test('not by what is smaller, shorter, said again, or keeps nobody out', () => {
    const stricter: TermsContent = {
      ...{ ...STRICT, loadMin: '5.01', loadMax: '99.99', balanceMax: '199', voidHours: 0, partial: 'always' },
      ...{ numbers: { prefix: '60121', length: 16, checkDigit: 'luhn' }, jurisdiction: undefined },
      ...{ expiry: { after: { months: 59 } }, promotionalExpiry: { after: { days: 29 } } },
    };
    expect(looserTerms(STRICT, STRICT)).toEqual([]);
    expect(looserTerms(STRICT, stricter)).toEqual([]);
  });
});

describe('value lasts longer', () => {
  const day = (text: string): Validity => ({ fixedOn: text as never });
  test.each<[Validity, Validity, boolean]>([
    ['never', { after: { days: 1 } }, false],
    [{ after: { days: 1 } }, 'never', true],
    [{ after: { years: 1 } }, { after: { months: 12 } }, false],
    [{ after: { years: 1 } }, { after: { months: 13 } }, true],
    [{ after: { months: 1 } }, { after: { days: 28 } }, false],
    // In February it does.
    [{ after: { months: 1 } }, { after: { days: 29 } }, true],
    [{ after: { days: 31 } }, { after: { months: 1 } }, false],
    [{ after: { days: 30 } }, { after: { months: 1 } }, true],
    [{ after: { months: 1 }, roundTo: 'month' }, { after: { months: 1 } }, false],
    [{ after: { months: 1 } }, { after: { months: 1 }, roundTo: 'month' }, true],
    [day('2027-01-01'), day('2026-12-31'), false],
    [day('2027-01-01'), day('2027-01-02'), true],
    [day('2027-01-01'), { after: { days: 1 } }, true],
  ])('than %o: %o is %s', (before, after, is) => {
    expect(lastsLonger(before, after)).toBe(is);
  });
});
