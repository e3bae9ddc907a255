import type { MemberJoined, MemberParted } from '../members/index.ts';
import type { KeptAmount, KeptOwner } from '../points/index.ts';

type Place = { readonly lane: number; readonly seq: string };

/** What went from a wallet of one owner to the same one of the other, in smallest steps, and how both stood before. */
export type KeptMove = {
  readonly walletType: number;
  readonly active: KeptAmount;
  readonly pending: KeptAmount;
  readonly frozen: KeptAmount;
  readonly owed: KeptAmount;
  /** What could be spent by the one who goes on, before and after; below zero where he owes. */
  readonly before: KeptAmount;
  readonly after: KeptAmount;
  /** The entry in which it arrived: its lots are those that came. */
  readonly arrived: Place;
};

export type KeptTierChange = { readonly program: number; readonly before: string; readonly after: string };

type Common = {
  /** Who goes on. */
  readonly member: KeptOwner;
  /** Who was merged into him. */
  readonly other: KeptOwner;
  readonly wallets: readonly KeptMove[];
  readonly cards: readonly string[];
  readonly tiers: readonly KeptTierChange[];
  readonly segments: readonly string[];
  readonly reason: string;
  readonly by?: string;
};

/** What the journal keeps of a merge: enough to answer again, and to undo it. Nothing personal. */
export type MergeRecord = Common & {
  readonly is: 'merge';
  readonly joined: MemberJoined;
  /** The number that the other's row has while this merge stands: a later merge of the same two is another one. */
  readonly revision: number;
  /** For so many days it can be undone. */
  readonly days: number;
};

/** Of an unmerge. `stays`: what had come with the merge and is not there any more, by wallet type. */
export type UnmergeRecord = Common & {
  readonly is: 'unmerge';
  readonly merge: Place;
  readonly parted: MemberParted;
  readonly stays: readonly { readonly walletType: number; readonly points: KeptAmount; readonly owed: KeptAmount }[];
};
