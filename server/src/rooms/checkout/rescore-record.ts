import type { AdjustmentReason, KeptOwner, KeptWallet } from '../points/index.ts';
import type { KeptGrant } from './record.ts';
import type { KeptBack } from './return-record.ts';

/** What is kept of a receipt whose points were decided again: by which rulebook, what that gives, and the difference that was booked. */
export type RescoreRecord = {
  readonly is: 'rescore';
  readonly original: { readonly lane: number; readonly seq: string };
  readonly member: KeptOwner;
  readonly rulebook: number;
  readonly reason: AdjustmentReason;
  /** Who asked by hand, and who said yes where that was needed. */
  readonly by?: string | undefined;
  /** What had come back before, in thousandths by line: it is not granted for. */
  readonly returned?: Readonly<Record<string, number>>;
  readonly grants: readonly KeptGrant[];
  /** Points by wallet type code, before and after. */
  readonly points: readonly (readonly [wallet: string, before: number, after: number])[];
  readonly back: readonly KeptBack[];
  readonly wallets: readonly KeptWallet[];
};
