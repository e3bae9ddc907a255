import { describe, expect, test } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import type { Replayed, ReplayedReturn, ReplayedSale } from '../replayed.ts';
import { inPence, kindOf, readLine, type UciLine } from './line.ts';
import { tellInvoice } from './receipt.ts';
import { SoldGoods } from './sold-goods.ts';

const AT = instant(1_291_190_400_000_000);

type Row = [sku: string, quantity: number, price: string];

/** An invoice of invented lines; `customer` "" is nobody. */
function tell(sold: SoldGoods, invoice: string, rows: readonly Row[], customer = '17850.0'): Replayed[] {
  const lines = rows.map(([sku, quantity, price], at) => {
    const line = readLine(
      [invoice, sku, String(quantity), '2010-12-01 08:26:00', price, customer, 'United Kingdom'],
      at + 1,
    );
    if (!line) throw new Error(`${sku} was not read`);
    return line;
  });
  return tellInvoice({ day: '2010-12-01', occurredAt: AT, lines }, sold);
}

const saleOf = (told: readonly Replayed[]): ReplayedSale => told.find((one) => one.is === 'sale')!;
const returnsOf = (told: readonly Replayed[]): ReplayedReturn[] => told.filter((one) => one.is === 'return');
const rejectsOf = (told: readonly Replayed[]): [string, number, bigint][] =>
  told.flatMap((one) =>
    one.is === 'rejected' ? [[one.tally.fate, one.tally.lines, one.tally.amount] as [string, number, bigint]] : [],
  );

describe('a line of the file', () => {
  test('has a customer without the decimals that a spreadsheet gave him', () => {
    expect((readLine(['1', 'x', '1', '', '1', '17850.0', ''], 1) as UciLine).customer).toBe('17850');
    expect((readLine(['1', 'x', '1', '', '1', '', ''], 1) as UciLine).customer).toBeUndefined();
  });

  test('sells goods unless its code says parcel, charge or voucher, in any letter case', () => {
    expect(['85123A', 'DCGS0003', '15056bl'].map(kindOf)).toEqual(['product', 'product', 'product']);
    expect(['POST', 'DOT', 'C2'].map(kindOf)).toEqual(['delivery', 'delivery', 'delivery']);
    expect(
      ['M', 'm', 'D', 'S', 'B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'PADS'].every((code) => kindOf(code) === 'fee'),
    ).toBe(true);
    expect(kindOf('gift_0001_20')).toBe('voucher');
  });

  test('comes out in whole pence, half a penny away from zero', () => {
    expect([1, 5, -5, 2_554, 2_555].map(inPence)).toEqual([0n, 1n, -1n, 255n, 256n]);
  });
});

describe('an invoice', () => {
  test('is one sale with all its lines, and exact duplicates stay two lines', () => {
    const sale = saleOf(
      tell(new SoldGoods(), '536365', [
        ['A', 6, '2.55'],
        ['A', 6, '2.55'],
        ['POST', 1, '18.00'],
      ]),
    );
    expect(sale.reference).toBe('uci/536365');
    expect(sale.lines.map(({ line, kind, gross }) => [line, kind, gross])).toEqual([
      [1, 'product', 1_530n],
      [2, 'product', 1_530n],
      [3, 'delivery', 1_800n],
    ]);
    expect(sale.expected).toBe(4_860n);
  });

  test('tells what the third decimal of a price adds or takes', () => {
    const sale = saleOf(
      tell(new SoldGoods(), '1', [
        ['PADS', 1, '0.001'],
        ['A', 1, '1.00'],
      ]),
    );
    expect([sale.expected, sale.rounding]).toEqual([100n, -1n]);
  });

  test('without customer is a receipt that nobody shows a card for', () => {
    const sale = saleOf(tell(new SoldGoods(), '1', [['A', 1, '1.00']], ''));
    expect([sale.member, sale.chain, sale.tallies[0]?.fate]).toEqual([undefined, undefined, 'goods-anonymous']);
  });

  test('of stock is no sale: written off, corrected at price 0, or a bad debt', () => {
    expect(rejectsOf(tell(new SoldGoods(), '1', [['A', -5, '0.0']], ''))).toEqual([['stock-write-off', 1, 0n]]);
    expect(rejectsOf(tell(new SoldGoods(), '2', [['A', 5, '0.0']], ''))).toEqual([['stock-entry', 1, 0n]]);
    expect(rejectsOf(tell(new SoldGoods(), 'A563186', [['B', 1, '-11062.06']], ''))).toEqual([
      ['bad-debt', 1, -11_062_060n],
    ]);
  });

  test('may give something away beside what is paid', () => {
    const sale = saleOf(
      tell(new SoldGoods(), '1', [
        ['A', 1, '1.00'],
        ['B1', 3, '0.0'],
      ]),
    );
    expect(sale.tallies.map(({ fate, lines }) => [fate, lines])).toEqual([
      ['goods', 1],
      ['free', 1],
    ]);
  });
});

describe('a credit note', () => {
  const shop = (): SoldGoods => {
    const sold = new SoldGoods();
    tell(sold, '100', [['85123a', 6, '2.55']]);
    tell(sold, '200', [
      ['85123A', 4, '2.55'],
      ['22728', 2, '3.75'],
    ]);
    return sold;
  };

  test('that fits one sale is one return, named after both, in whatever letter case', () => {
    const [goods, ...more] = tell(shop(), 'C300', [
      ['22728', -1, '3.75'],
      ['85123a', -2, '2.55'],
    ]);
    expect(more).toEqual([]);
    expect(goods).toMatchObject({
      is: 'return',
      reference: 'uci/C300/200',
      sale: 'uci/200',
      expected: 885n,
      rounding: 0n,
      priceDifference: 0n,
    });
    expect((goods as ReplayedReturn).lines).toEqual([
      { line: 2, quantity: 1_000n },
      { line: 1, quantity: 2_000n },
    ]);
  });

  test('that fits several sales is a return of each, the latest first', () => {
    const told = tell(shop(), 'C300', [['85123A', -9, '2.55']]);
    expect(returnsOf(told).map(({ sale, lines }) => [sale, lines[0]?.quantity])).toEqual([
      ['uci/200', 4_000n],
      ['uci/100', 5_000n],
    ]);
    expect(returnsOf(told).map(({ tallies }) => tallies[0]?.lines)).toEqual([1, 0]);
  });

  test('of more than was bought returns what was bought, and rejects the rest with its amount', () => {
    const told = tell(shop(), 'C300', [['22728', -5, '3.75']]);
    expect(returnsOf(told).map(({ expected }) => expected)).toEqual([750n]);
    expect(rejectsOf(told)).toEqual([['credit-more-than-sold', 0, -11_250n]]);
  });

  test('that fits no sale of its customer is rejected by class', () => {
    expect(rejectsOf(tell(shop(), 'C1', [['99999', -1, '5.00']]))).toEqual([['credit-never-sold', 1, -5_000n]]);
    expect(rejectsOf(tell(shop(), 'C2', [['22728', -1, '3.75']], '12345.0'))).toEqual([
      ['credit-never-sold', 1, -3_750n],
    ]);
    expect(rejectsOf(tell(shop(), 'C3', [['22728', -1, '3.75']], ''))).toEqual([['credit-anonymous', 1, -3_750n]]);
    expect(rejectsOf(tell(shop(), 'C4', [['D', -1, '27.50']]))).toEqual([['credit-discount', 1, -27_500n]]);
    expect(rejectsOf(tell(shop(), 'C5', [['M', -1, '18.00']]))).toEqual([['credit-charge', 1, -18_000n]]);
  });

  test('takes the sale at its own price before a later one at another, and tells the difference of what is left', () => {
    const sold = new SoldGoods();
    tell(sold, '1', [['A1', 1, '2.00']]);
    tell(sold, '2', [['A1', 1, '3.00']]);
    const told = returnsOf(tell(sold, 'C3', [['A1', -2, '2.00']]));
    expect(told.map(({ sale, expected, priceDifference }) => [sale, expected, priceDifference])).toEqual([
      ['uci/1', 200n, 0n],
      ['uci/2', 300n, -1_000n],
    ]);
  });

  test('never takes the same goods twice, and its parts come to the whole line', () => {
    const sold = new SoldGoods();
    tell(sold, '1', [['A1', 3, '0.333']]);
    const refunds = ['C1', 'C2', 'C3', 'C4'].map((note) =>
      returnsOf(tell(sold, note, [['A1', -1, '0.333']])).map(({ expected }) => expected),
    );
    expect(refunds).toEqual([[33n], [33n], [34n], []]);
  });

  test('may come long after its sale, but not after the sale is forgotten', () => {
    const sold = shop();
    sold.forgetBefore('2010-12-01');
    expect(returnsOf(tell(sold, 'C1', [['22728', -1, '3.75']]))).toHaveLength(1);
    sold.forgetBefore('2010-12-02');
    expect(returnsOf(tell(sold, 'C2', [['22728', -1, '3.75']]))).toHaveLength(0);
  });
});
