import type { LookUp } from '../../../platform/lanes/index.ts';
import { claimSheet } from '../store/claim.ts';
import { returnedSheet } from '../store/returned.ts';

type Place = { readonly lane: number; readonly seq: bigint };

/** What has happened to a sale since. */
export type Relatives = {
  /** Thousandths that have come back, by line. */
  readonly back: Readonly<Record<string, number>>;
  readonly returns: readonly Place[];
  readonly voided: Place | undefined;
  readonly claim: Place | undefined;
  /** By which its points were decided again, oldest first. */
  readonly rescores: readonly Place[];
};

/** Reads what has happened to a sale since: what came back of it and by which operations, its void, its claim, what decided its points again. */
export async function findRelatives(look: LookUp, sale: Place): Promise<Relatives> {
  const [returned, claim] = await Promise.all([look.row(returnedSheet, sale), look.row(claimSheet, sale)]);
  const by = (returned?.by ?? []).map(([is, lane, seq]) => ({ is, lane, seq: BigInt(seq) }));
  return {
    back: returned?.lines ?? {},
    returns: by.filter(({ is }) => is === 'return'),
    voided: by.find(({ is }) => is === 'void'),
    claim: claim && { lane: claim.claimLane, seq: claim.claimSeq },
    rescores: (returned?.rescored?.by ?? []).map(([lane, seq]) => ({ lane, seq: BigInt(seq) })),
  };
}
