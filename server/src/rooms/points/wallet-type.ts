import { z } from 'zod';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { ActivationDelay, Validity } from '../../kernel/validity.ts';

const codes = z.array(z.string().min(1).max(64)).max(500);
const span = z.union([
  z.strictObject({ days: z.int().min(0).max(36_525) }),
  z.strictObject({ months: z.int().min(0).max(1_200) }),
  z.strictObject({ years: z.int().min(0).max(100) }),
]);

/** Where, for what, when and how far a wallet may pay (semantics 3.13). What is absent does not restrict. */
export const walletRulesSchema = z
  .strictObject({
    categories: codes.optional().describe('Only lines in these categories (a prefix of the tree: food/dairy).'),
    exceptCategories: codes.optional(),
    skus: codes.optional(),
    exceptSkus: codes.optional(),
    brands: codes.optional(),
    exceptBrands: codes.optional(),
    labels: codes.optional().describe('Only lines with one of these labels.'),
    exceptLabels: codes.optional(),
    partners: codes.optional().describe('Only at outlets of these partners.'),
    exceptPartners: codes.optional(),
    outlets: codes.optional(),
    exceptOutlets: codes.optional(),
    outletGroups: codes.optional().describe('Only at outlets of these groups: a banner is one.'),
    exceptOutletGroups: codes.optional(),
    channels: codes.optional(),
    exceptChannels: codes.optional(),
    weekdays: z.array(z.int().min(1).max(7)).optional().describe('1 is Monday; the outlet’s local day.'),
    fromMinute: z.int().min(0).max(1_439).optional().describe('From this minute of the outlet’s local day.'),
    toMinute: z
      .int()
      .min(1)
      .max(1_440)
      .optional()
      .describe('Before this minute; earlier than fromMinute means past midnight.'),
    sharePercentMax: z.int().min(1).max(100).optional().describe('At most this share of the receipt, in percent.'),
    cashMinimum: z
      .string()
      .optional()
      .describe('At least this much money must be paid otherwise (decimal text in the program’s currency).'),
    perReceiptMax: z
      .string()
      .optional()
      .describe('At most so many points on one receipt (decimal text in the wallet’s unit).'),
    perDayMax: z
      .string()
      .optional()
      .describe(
        'At most so many points of one owner on a business day of the outlet (decimal text in the wallet’s unit).',
      ),
    perDayMoneyMax: z
      .string()
      .optional()
      .describe('At most so much money that they pay on that day (decimal text in the program’s currency).'),
    partnerFunded: z
      .enum(['first', 'last'])
      .optional()
      .describe('Partners pay for these points: spent before or after what else stands equal.'),
  })
  .refine(
    (rules) => (rules.fromMinute === undefined) === (rules.toMinute === undefined),
    'fromMinute and toMinute come together',
  );
export type WalletRules = z.infer<typeof walletRulesSchema>;

/** When points become spendable and how long they live. */
export const walletValiditySchema = z.strictObject({
  activation: z
    .union([z.literal('none'), z.strictObject({ hours: z.int().min(0).max(876_600) }), span])
    .default('none'),
  expiry: z
    .union([
      z.literal('never'),
      z.strictObject({ fixedOn: z.iso.date() }),
      z.strictObject({
        after: span.optional(),
        roundTo: z.enum(['day', 'month', 'quarter', 'half_year', 'year']).optional(),
      }),
      z.strictObject({
        idle: span,
        roundTo: z.enum(['day', 'month', 'quarter', 'half_year', 'year']).optional(),
      }),
    ])
    .default('never'),
});

/** What a wallet is called, by language; its code where nothing is said. */
export const walletNameSchema = z.strictObject({ en: z.string().optional(), es: z.string().optional() });
export type WalletName = z.infer<typeof walletNameSchema>;

/** A kind of wallet that a program offers: its unit, what its points pay, its rules of use, spending order and validity. */
export type WalletType = {
  readonly walletType: number;
  readonly tenant: number;
  readonly program: number;
  readonly code: string;
  /** What members read. */
  readonly name?: WalletName;
  readonly unit: number;
  /** Lower is spent first; wallets of one order are taken by expiry, then by how restricted they are. */
  readonly spendOrder: number;
  /** So many points (smallest step) pay so much money (smallest step). Money 0: this wallet pays nothing. */
  readonly paysPoints: bigint;
  readonly paysMoney: bigint;
  readonly rules: WalletRules;
  readonly activation: ActivationDelay;
  readonly expiry: Validity;
  /** Of gift cards a program has one of each purpose in each currency; those are never chosen by code. */
  readonly purpose: WalletPurpose;
};

/** What value stands for: points of members; money paid in on gift cards; money that a promotion gave on them. */
export type WalletPurpose = 'points' | 'gift' | 'gift_promotional';

/**
 * The wallet type of this code; without a code the only one that there is. Refuses a code that none has, and saying none
 * where there are several: which one would be ours to guess.
 */
export function chooseType(types: readonly WalletType[], code: string | undefined): Ok<{ type: WalletType }> | Refusal {
  const type = code === undefined ? types[0] : types.find((one) => one.code === code);
  if (code !== undefined && !type) return refuse('points.wallet.unknown', { walletType: code });
  if (!type || (code === undefined && types.length > 1))
    return refuse('points.wallet.not_named', { walletTypes: types.map((one) => one.code).join(', ') });
  return { ok: true, type };
}

/** Money that points are worth, in the smallest step: floored, the program keeps the remainder. */
export const worthOf = (type: WalletType, points: bigint): bigint => (points * type.paysMoney) / type.paysPoints;

/** Points that it takes to pay an amount of money: rounded up, so that no money is paid with nothing. */
export const pointsFor = (type: WalletType, money: bigint): bigint =>
  type.paysMoney === 0n ? 0n : (money * type.paysPoints + type.paysMoney - 1n) / type.paysMoney;

/** How restricted a wallet is, for the third rule of the spending order: the count of its restrictions. */
export const restrictionsOf = ({ rules }: WalletType): number =>
  Object.entries(rules).filter(([name, rule]) => name !== 'partnerFunded' && rule !== undefined).length;
