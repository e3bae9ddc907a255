import type { Program } from './program.ts';

/** What was sold, for tests that look at it. */
export type Day = {
  readonly sale: string;
  /** What the sale earned: some of the demo's promotions go by the hour and by the day of the week. */
  readonly earned: string;
  readonly paidWithPoints: string;
};

/** A few sales, a return, an adjustment and a notice that does not fit, as the demo's tills and people would make them. */
export async function shopForADay({ ask, demo }: Program): Promise<Day> {
  const [lucia, mateo] = demo.members as [Demo['members'][number], Demo['members'][number]];
  type Demo = Program['demo'];
  type Sold = { operation: string; earned: { walletType: string; points: string }[] };
  const sell = (reference: string, body: object): Promise<Sold> =>
    ask('POST /v1/sales', { reference, occurredAt: new Date().toISOString(), currency: 'EUR', ...body });
  const sale = await sell('T1-000187', {
    ...{ receiptNumber: '000187', cashier: 'Marta', member: { phone: lucia.phone } },
    lines: [
      { sku: 'coffee', amount: '12.50', category: 'food/coffee' },
      { sku: 'cake', amount: '8.40', category: 'food/bakery', quantity: '2' },
      { sku: 'olive-oil', amount: '23.90', discount: '2.00', category: 'food/oil' },
    ],
    tenders: [{ kind: 'card', amount: '42.80' }],
  });
  const paid = await sell('T1-000188', {
    ...{ receiptNumber: '000188', member: { card: lucia.card } },
    lines: [
      { sku: 'bread', amount: '3.00' },
      { sku: 'cheese', amount: '14.00' },
    ],
    tenders: [{ kind: 'points', amount: '1.00' }],
  });
  await sell('T1-000189', { member: { phone: mateo.phone }, lines: [{ sku: 'wine', amount: '64.00' }] });
  await sell('T1-000190', { lines: [{ sku: 'water', amount: '1.00' }] });
  await sell('T1-000191', {
    ...{ manner: 'notice', member: { phone: mateo.phone }, lines: [{ sku: 'radio', amount: '40.00' }] },
    tenders: [{ kind: 'points', amount: '30.00' }],
  });
  await ask('POST /v1/returns', {
    ...{ reference: 'R-1', occurredAt: new Date().toISOString() },
    ...{ original: { reference: 'T1-000188' }, lines: [{ line: 1, quantity: '1' }] },
  });
  const adjustment = { reference: 'case-1', program: 'club', walletType: 'points', points: '150', reason: 'goodwill' };
  await ask('POST /v1/adjustments', { ...adjustment, member: { member: lucia.member } }, demo.admin);
  const earned = sale.earned.find(({ walletType }) => walletType === 'points')!.points;
  return { sale: sale.operation, earned, paidWithPoints: paid.operation };
}
