/** The first row that is not as it should be: where it stands, and in words what was expected there and what was found. */
export type Problem = {
  readonly lane: number;
  readonly seq: bigint;
  readonly table: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
};

/** Where a problem stands, for people: an entry by the name that it has in every list, a wallet in words. */
export const problemPlace = ({ lane, seq, table }: Problem): string =>
  table === 'points.wallet' ? `lane ${lane}, wallet ${seq}` : `${lane}-${seq}`;

/** Thrown where a problem is met, and caught at the door of the verification. */
export class Wrong extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problemPlace(problem)} ${problem.table}: ${problem.what}`);
    this.problem = problem;
  }
}

type Said = string | number | bigint | boolean | Buffer | null | undefined;

/** Ends the verification at a row. */
export function wrong(
  at: { lane: number; seq: bigint },
  table: string,
  what: string,
  expected: Said,
  found: Said,
): never {
  throw new Wrong({ lane: at.lane, seq: at.seq, table, what, expected: textOf(expected), found: textOf(found) });
}

function textOf(value: Said): string {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return value === undefined || value === null ? 'nothing' : String(value);
}
