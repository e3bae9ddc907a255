/** What becomes of lines of the UCI files, in words. */
export const UCI_FATES = {
  goods: 'goods of a member, earning',
  'goods-anonymous': 'goods of an unidentified receipt, not earning',
  delivery: 'postage and carriage (POST, DOT, C2), not earning',
  fee: 'charges and manual lines (M, D, S, B, BANK CHARGES, AMAZONFEE, CRUK, PADS), not earning',
  voucher: 'gift vouchers sold, not earning',
  free: 'given away at price 0, earning nothing',
  returned: 'on a credit note, paired with a sale',
  malformed: 'without invoice, stock code, whole quantity, price or time',
  'stock-write-off': 'negative quantity that is not on a credit note: stock written off',
  'stock-entry': 'price 0 on an anonymous invoice of nothing else: stock corrected',
  'bad-debt': 'invoices with A: adjustments of bad debt',
  'negative-sale': 'a price below 0 on an invoice',
  'credit-anonymous': 'credit note without customer: nobody knows whose goods',
  'credit-discount': 'discount (D) given by credit note: no goods came back',
  'credit-charge': 'credit of postage or charges that no sale has at this price',
  'credit-never-sold': 'goods credited that this customer did not buy in these files, or has returned already',
  'credit-more-than-sold': 'the part of a credit line that goes beyond what was bought',
  parked: 'a return that waits for its sale',
} as const;
export type UciFate = keyof typeof UCI_FATES;
