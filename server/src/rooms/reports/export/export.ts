import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Asked, Filter } from '../filter.ts';

export type ExportFormat = 'csv' | 'xlsx';
/** Operations of a filter, or operations and the acts of the audit chain of the same days. */
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
export const keepAsked = (asked: Asked, contents: ExportContents): string =>
  JSON.stringify({ ...asked, contents }, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

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
