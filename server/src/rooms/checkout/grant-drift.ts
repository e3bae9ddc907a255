import type { Grant } from '../promotions/index.ts';
import { keepGrantOf, type KeptGrant } from './record.ts';

/** What is compared of a grant. `version` is not, where it is not told. */
export type ComparedGrant = Pick<KeptGrant, 'promotion' | 'effect' | 'wallet' | 'uncapped'> & {
  readonly version?: number | undefined;
  readonly points: number | bigint;
  readonly perLine: readonly (readonly [line: number, points: number | bigint])[];
};

/** The first grant that is not the same, and both of it as text; one that is missing on a side is undefined there. */
export type GrantDrift = {
  readonly at: number;
  readonly computed: string | undefined;
  readonly told: string | undefined;
};

/** Holds what the engine gives against what was recorded, grant by grant and line by line. Undefined where that is the same. */
export const grantDrift = (now: readonly ComparedGrant[], then: readonly ComparedGrant[]): GrantDrift | undefined => {
  const [is, was] = [now.map(grantText), then.map(grantText)];
  for (let at = 0; at < Math.max(is.length, was.length); at++) {
    if (is[at] !== was[at]) return { at, computed: is[at], told: was[at] };
  }
  return undefined;
};

/** Whether the engine gives what was kept, to the last share of a line. */
export const givesWhatWasKept = (now: readonly Grant[], kept: readonly KeptGrant[]): boolean =>
  grantDrift(now.map(keepGrantOf), kept) === undefined;

const grantText = ({ promotion, version, effect, wallet, points, perLine, uncapped }: ComparedGrant): string =>
  `${promotion}${version === undefined ? '' : `/${version}`}/${effect} ${points} ${wallet} (${linesText(perLine)})` +
  (uncapped === undefined ? '' : ` of ${uncapped}`);

// Kept in the order of the receipt, decided in the order of line numbers.
const linesText = (perLine: ComparedGrant['perLine']): string =>
  [...perLine]
    .sort(([a], [b]) => a - b)
    .map((part) => part.join(':'))
    .join(' ');
