import type { RulebookContent } from '../promotions/index.ts';

/** What a point of a wallet type is worth: `paysPoints` smallest steps pay `paysMoney` of the currency. */
export type WalletWorth = { readonly decimals: number; readonly paysPoints: bigint; readonly paysMoney: bigint };

/** What a report is made with besides the tally. */
export type ReportGround = {
  readonly draft: RulebookContent;
  /** Limits have held promotions back. */
  readonly obeysLimits: boolean;
  /** The version in force that the draft is compared with. */
  readonly today: number;
  readonly wallets: ReadonlyMap<string, WalletWorth>;
  readonly currency: { readonly code: string; readonly decimals: number };
  /** Something in the draft or in the version in force answers occasions. */
  readonly answersOccasions: boolean;
  /** The name of an owner outside. */
  readonly ownerName: (owner: string) => string;
};
