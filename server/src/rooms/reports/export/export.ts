import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Asked, Filter } from '../filter.ts';
import { keepActs, readActs, type Trail } from '../trail/trail.ts';

export type ExportFormat = 'csv' | 'xlsx';
/** Operations of a filter, or what a trail means of these and of the audit chain. */
export type ExportContents = 'operations' | 'trail';
export type ExportState = 'waiting' | 'working' | 'done' | 'failed' | 'cancelled' | 'expired';

/** A file of operations that somebody asked for. */
export type Export = {
  readonly export: bigint;
  readonly tenant: number;
  readonly contents: ExportContents;
  readonly format: ExportFormat;
  readonly language: 'en' | 'es';
  readonly asked: Asked;
  /** Of a trail: what is meant of acts and of operations, these as in `asked`. */
  readonly trail: Trail | undefined;
  readonly state: ExportState;
  readonly rowsDone: bigint;
  readonly rowsExpected: bigint;
  readonly bytes: bigint;
  readonly askedAt: Instant;
  readonly endedAt: Instant | undefined;
  readonly expiresAt: Instant;
};

/** How long a file lies there. */
export const EXPORT_HOURS = 24;
/** Most exports of one keeper that wait or are worked on. */
export const EXPORTS_OPEN_MAX = 5;
/** One whose worker has not been heard of for so long is begun again. */
export const EXPORT_SILENT_SECONDS = 60;

/** What was asked as plain JSON; whole numbers that JSON cannot hold as text. */
export const keepAsked = (asked: Asked, contents: ExportContents, trail: Trail | undefined): string =>
  JSON.stringify(
    {
      ...{ ...asked, contents },
      ...(trail && { trail: { acts: trail.acts && keepActs(trail.acts), hasLines: trail.lines !== undefined } }),
    },
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );

type KeptTrail = { readonly acts?: Parameters<typeof readActs>[0]; readonly hasLines: boolean };

/** The trail of what `keepAsked` wrote. */
export const readTrail = (kept: KeptTrail | undefined, { filter }: Asked): Trail | undefined =>
  kept && { acts: kept.acts && readActs(kept.acts), lines: kept.hasLines ? filter : undefined };

type KeptFilter = Omit<Filter, 'amount' | 'owner' | 'card' | 'places'> & {
  readonly amount?: { readonly currency: number; readonly from?: string; readonly to?: string };
  readonly owner?: string;
  readonly card?: string;
  readonly places?: readonly { readonly lane: number; readonly seq: string }[];
};

/** Reads what `keepAsked` wrote. */
export function readAsked(kept: { readonly sight: Asked['sight']; readonly filter: unknown }): Asked {
  const { amount, owner, card, places, from, to, ...rest } = kept.filter as KeptFilter;
  const whole = (text: string | undefined): bigint | undefined => (text === undefined ? undefined : BigInt(text));
  return {
    sight: kept.sight,
    filter: {
      ...rest,
      ...(from === undefined ? {} : { from: from as LocalDate }),
      ...(to === undefined ? {} : { to: to as LocalDate }),
      ...(amount && { amount: { currency: amount.currency, from: whole(amount.from), to: whole(amount.to) } }),
      ...(owner === undefined ? {} : { owner: BigInt(owner) }),
      ...(card === undefined ? {} : { card: BigInt(card) }),
      ...(places && { places: places.map(({ lane, seq }) => ({ lane, seq: BigInt(seq) })) }),
    },
  };
}
