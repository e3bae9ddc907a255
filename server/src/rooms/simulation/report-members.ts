import type { ReportGround } from './report-ground.ts';

/** Who gets more and who less of one amount under the draft. */
export type MembersReport = {
  readonly amount: string;
  readonly win: number;
  readonly lose: number;
  readonly same: number;
  readonly winMost: readonly { readonly owner: string; readonly difference: string }[];
  readonly loseMost: readonly { readonly owner: string; readonly difference: string }[];
};

const NAMED_MAX = 10;

/** Winners and losers of an amount; `all` is how many there are, whether or not it makes a difference to them. */
export const membersOf = (
  amount: string,
  owners: ReadonlyMap<string, bigint>,
  all: number,
  { ownerName }: Pick<ReportGround, 'ownerName'>,
  text: (more: bigint) => string,
): MembersReport => {
  const inOrder = [...owners]
    .filter(([, more]) => more !== 0n)
    .sort(([a, one], [b, other]) => (one === other ? (a < b ? -1 : 1) : one > other ? -1 : 1));
  const win = inOrder.filter(([, more]) => more > 0n).length;
  const named = (some: typeof inOrder) =>
    some.slice(0, NAMED_MAX).map(([owner, more]) => ({ owner: ownerName(owner), difference: text(more) }));
  return {
    ...{ amount, win, lose: inOrder.length - win, same: all - inOrder.length },
    winMost: named(inOrder.slice(0, win)),
    loseMost: named(inOrder.slice(win).reverse()),
  };
};
