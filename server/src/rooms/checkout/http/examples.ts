/** Shown in the docs; the demo data has such a till and member. */
export const SALE_EXAMPLE = {
  reference: 'madrid-1-2026-11-22-000187',
  outlet: 'madrid-1',
  terminal: 'till-1',
  occurredAt: '2026-11-22T10:30:00+01:00',
  member: { phone: '+34600000101' },
  currency: 'EUR',
  lines: [
    { sku: '8410000000017', category: 'food/coffee', quantity: '2', amount: '7.80' },
    { sku: '8410000000024', category: 'food/dairy', quantity: '0.350', amount: '4.20', discount: '0.20' },
  ],
  tenders: [{ kind: 'cash', amount: '11.80' }],
};

const OF_TILL = { outlet: 'madrid-1', terminal: 'till-1', occurredAt: '2026-11-22T11:00:00+01:00' };
const ORIGINAL = { reference: SALE_EXAMPLE.reference };

export const RETURN_EXAMPLE = {
  ...OF_TILL,
  reference: 'madrid-1-2026-11-22-000188',
  original: ORIGINAL,
  lines: [{ line: 1, quantity: '1' }],
};

export const VOID_EXAMPLE = {
  ...OF_TILL,
  reference: 'madrid-1-2026-11-22-000189',
  target: { family: 'sale', ...ORIGINAL },
};

export const RESCORE_EXAMPLE = {
  ...OF_TILL,
  reference: 'rescore-2026-11-22-000007',
  original: ORIGINAL,
  rulebook: 3,
  reason: 'correction',
};
export const CLAIM_EXAMPLE = {
  ...OF_TILL,
  reference: 'madrid-1-2026-11-22-000190',
  original: ORIGINAL,
  member: { phone: '+34600000101' },
};
