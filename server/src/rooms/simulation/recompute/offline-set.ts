import type { Amounts } from './give-again.ts';
import type { PlainLine } from './lines.ts';

/** A kind with its parameters. */
export type KindText = { readonly kind: string; readonly version?: number | undefined; readonly params?: unknown };

/** A promotion of an offer set, as `GET …/offers` tells it. */
export type OfferRule = {
  readonly code: string;
  readonly priority: number;
  readonly firstOn: string;
  readonly lastOn?: string | undefined;
  readonly conditions?: readonly KindText[] | undefined;
  readonly effects: readonly (KindText & {
    readonly wallet?: string | undefined;
    readonly cap?: string | undefined;
    readonly overCap?: string | undefined;
  })[];
  readonly stop?: boolean | undefined;
  readonly excludes?: readonly string[] | undefined;
  readonly stacking?: string | undefined;
  readonly group?: string | undefined;
};

export type OfferGroup = { readonly code: string; readonly evaluate: string; readonly scope: string };

/** What a till knows by itself of a receipt that nobody has priced. */
export type OfflineReceipt = {
  readonly lines: readonly PlainLine[];
  readonly place: {
    readonly outlet: string;
    readonly groups: readonly string[];
    readonly partner: string;
    readonly channel: string;
    readonly terminal: string;
  };
  /** The outlet's wall; weekday 1 is Monday. */
  readonly local: { readonly date: string; readonly minuteOfDay: number; readonly weekday: number };
  readonly coupons: readonly string[];
};

/** What the promotions give, by code. Points by wallet, money off by line. */
export type OfflineDecision = {
  readonly points: ReadonlyMap<string, bigint>;
  readonly off: ReadonlyMap<string, Amounts>;
  readonly gifts: readonly string[];
};

export type OfflineSet = {
  readonly rules: readonly OfferRule[];
  readonly groups: readonly OfferGroup[];
  readonly decimals: { readonly money: number; readonly wallets: Readonly<Record<string, number>> };
};
