/** A line of a receipt as a story says it; amounts are decimal texts in the program's currency. */
export type Item = {
  readonly sku: string;
  readonly amount: string;
  readonly quantity?: string;
  readonly discount?: string;
  readonly category?: string;
  readonly brand?: string;
  readonly labels?: readonly string[];
  readonly kind?: 'product' | 'service' | 'delivery' | 'voucher' | 'fee' | 'gift_card';
};

/** How a part of a receipt is paid, as the API has it. */
export type Payment = {
  readonly kind: string;
  readonly amount?: string;
  readonly points?: string;
  readonly walletType?: string;
};

/** `item('bread', '3.50', { quantity: '2' })`: two loaves for 3.50 together. */
export const item = (sku: string, amount: string, more: Omit<Item, 'sku' | 'amount'> = {}): Item => ({
  sku,
  amount,
  ...more,
});

/** Pays so much money with points. */
export const byPoints = (amount: string, walletType?: string): Payment => ({
  kind: 'points',
  amount,
  ...(walletType === undefined ? {} : { walletType }),
});

/** Pays with as many points as may pay. */
export const byAllPoints = (): Payment => ({ kind: 'points' });

/** Words joined as in a sentence: a, b and c. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** What is on a receipt, in words. */
export const itemsText = (items: readonly Item[]): string =>
  listed(
    items.map(({ sku, amount, quantity }) => `${quantity === undefined ? '' : `${quantity} × `}${sku} for ${amount}`),
  );

/** How it is paid, in words; empty where nothing is said of it. */
export const paymentsText = (payments: readonly Payment[]): string => {
  const words = payments.map(({ kind, amount, points, walletType }) => {
    if (kind !== 'points') return `${amount} by ${kind}`;
    const wallet = walletType === undefined ? '' : ` of wallet ${walletType}`;
    if (points !== undefined) return `with ${points} points${wallet}`;
    return amount === undefined ? `with as many points as may pay${wallet}` : `${amount} with points${wallet}`;
  });
  return words.length === 0 ? '' : `, paying ${listed(words)}`;
};
