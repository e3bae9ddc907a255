import { EFFECT } from '../../ledger/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import { heldByRow, legsOf, LOTS_READ_MAX, lotsOfRow, postingsOfRow, SIDES } from '../../points/index.ts';
import type { BookedPosting, LotMoved } from '../../points/index.ts';
import type { ExplainDeps } from './explain-deps.ts';
import type { Difference } from './recompute-record.ts';

/** What an operation did to one wallet: plus is more. Smallest steps. */
export type Change = {
  readonly owner: bigint;
  /** As the API names it; nobody for a gift card. */
  readonly member: string | undefined;
  readonly walletType: string;
  readonly unit: string;
  readonly decimals: number;
  readonly booked: bigint;
  readonly pending: bigint;
  readonly owed: bigint;
};

export type LotTold = {
  readonly effect: string;
  readonly walletType: string;
  readonly unit: string;
  readonly decimals: number;
  readonly moved: LotMoved;
};

export type PostingTold = {
  /** Of the program's side; absent where it is a wallet's. */
  readonly kind: string | undefined;
  readonly walletType: string | undefined;
  readonly side: (typeof SIDES)[number];
  readonly amount: bigint;
  readonly unit: string;
  readonly decimals: number;
};

/** What an operation wrote into the books, its legs with other owners among it; `differences`: what does not sum up in it. */
export type Books = {
  readonly changes: readonly Change[];
  readonly lots: readonly LotTold[];
  /** Some row of it has more lots than are read: those of `lots` are its first, and nothing is summed over them. */
  readonly areLotsCut: boolean;
  readonly postings: readonly PostingTold[];
  readonly differences: readonly Difference[];
};

const EFFECTS = new Map<string, string>([
  ['made', 'made'],
  ...Object.entries(EFFECT).map(([name, letter]): [string, string] => [letter, name]),
]);

type Holder = { readonly lane: number; readonly owner: bigint };

/** Whoever a record names by lane and number: in whose accounts legs of the operation may stand. */
const ownersIn = (record: unknown): Holder[] => {
  if (typeof record !== 'object' || record === null) return [];
  const { lane, owner } = record as { readonly lane?: unknown; readonly owner?: unknown };
  const isOwner = typeof lane === 'number' && typeof owner === 'string' && /^\d{1,18}$/.test(owner);
  const own = isOwner ? [{ lane, owner: BigInt(owner) }] : [];
  return [...own, ...Object.values(record).flatMap(ownersIn)];
};

/** Reads what an operation wrote: its own row, and the legs that it left with owners whom its record names. Of each row at most `lotsMax` lots. */
export async function readBooks(deps: ExplainDeps, kept: KeptOperation, lotsMax = LOTS_READ_MAX): Promise<Books> {
  const { lane, seq, owner } = kept;
  const owners = new Map([{ lane, owner }, ...ownersIn(kept.record)].map((one) => [`${one.lane}/${one.owner}`, one]));
  const legs = await legsOf(deps.database, kept, [...owners.values()]);
  const parts = await Promise.all(
    [{ lane, seq }, ...legs].map(async (row) => {
      const [postings, lots, held] = await Promise.all([
        postingsOfRow(deps.database, row),
        lotsOfRow(deps.database, row, lotsMax),
        heldByRow(deps.database, row, lotsMax),
      ]);
      return { lane: row.lane, postings, lots: lots.lots, held: held.lots, isCut: lots.isCut, isHeldCut: held.isCut };
    }),
  );
  const unitOf = (unit: number) => deps.programs.settings().unit(unit);
  return {
    changes: changesOf(deps, parts),
    lots: parts.flatMap(({ lots, held }) =>
      [...lots, ...held].map((moved) => {
        const { code: unit, decimals } = unitOf(moved.unit);
        const walletType = deps.walletTypes.of(moved.wallet_type).code;
        return { effect: EFFECTS.get(moved.effect) ?? moved.effect, walletType, unit, decimals, moved };
      }),
    ),
    areLotsCut: parts.some(({ isCut, isHeldCut }) => isCut || isHeldCut),
    postings: parts.flatMap(({ postings }) =>
      postings.map((one) => {
        const { code: unit, decimals } = unitOf(one.unit);
        const walletType = one.wallet_type === null ? undefined : deps.walletTypes.of(one.wallet_type).code;
        const side = SIDES[one.side] ?? 'booked';
        return { kind: one.kind ?? undefined, walletType, side, amount: one.amount, unit, decimals };
      }),
    ),
    differences: parts.flatMap(({ postings, lots, isCut }) => unevenOf(postings, isCut ? undefined : lots)),
  };
}

type Part = { readonly lane: number; readonly postings: readonly BookedPosting[] };

const changesOf = (deps: ExplainDeps, parts: readonly Part[]): Change[] => {
  const changes = new Map<string, { -readonly [Name in keyof Change]: Change[Name] }>();
  for (const { lane, postings } of parts)
    for (const one of postings) {
      if (one.owner === null || one.wallet_type === null) continue;
      const name = `${lane}/${one.owner}/${one.wallet_type}`;
      const { code: unit, decimals } = deps.programs.settings().unit(one.unit);
      const change = changes.get(name) ?? {
        owner: one.owner,
        member: one.owner_kind === 'member' ? deps.tokens.encode('mem', lane, one.owner) : undefined,
        ...{ walletType: deps.walletTypes.of(one.wallet_type).code, unit, decimals },
        ...{ booked: 0n, pending: 0n, owed: 0n },
      };
      const side = SIDES[one.side] ?? 'booked';
      // What is owed stands below zero in the books.
      change[side] += side === 'owed' ? -one.amount : one.amount;
      changes.set(name, change);
    }
  return [...changes.values()].filter(({ booked, pending, owed }) => booked !== 0n || pending !== 0n || owed !== 0n);
};

/** The postings of a row sum to nothing in each unit, and what they did to wallets is what became of lots, where all of them were read. */
const unevenOf = (postings: readonly BookedPosting[], lots: readonly LotMoved[] | undefined): Difference[] => {
  const sums = new Map<number, bigint>();
  const wallets = new Map<number, bigint>();
  for (const { unit, amount, owner, wallet_type: type, side } of postings) {
    sums.set(unit, (sums.get(unit) ?? 0n) + amount);
    if (owner !== null && type !== null && SIDES[side] !== 'owed')
      wallets.set(type, (wallets.get(type) ?? 0n) + amount);
  }
  const inLots = new Map<number, bigint>();
  for (const { wallet_type: type, change } of lots ?? []) inLots.set(type, (inLots.get(type) ?? 0n) + change);
  const told = (sum: bigint, computed: bigint): Difference[] =>
    sum === computed
      ? []
      : [{ promotion: '', effect: 0, what: 'books', told: String(sum), computed: String(computed) }];
  return [
    ...[...sums.values()].flatMap((sum) => told(sum, 0n)),
    ...(lots === undefined
      ? []
      : [...new Set([...wallets.keys(), ...inLots.keys()])].flatMap((type) =>
          told(inLots.get(type) ?? 0n, wallets.get(type) ?? 0n),
        )),
  ];
};
