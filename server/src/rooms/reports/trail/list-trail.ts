import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Zone } from '../../../kernel/zone.ts';
import type { KeptAudit } from '../../staff/index.ts';
import type { LineDeps } from '../deps.ts';
import type { Sight } from '../filter.ts';
import { readLines, type LineKey, type ShownLine } from '../read/lines.ts';
import { askPlanned } from '../read/planned.ts';
import { zoneOfDays } from './resolve-trail.ts';
import type { Trail } from './trail.ts';

/** Behind which operation and which act a page goes on; from the newest where there is none. */
export type TrailKey = { readonly line: LineKey | undefined; readonly act: bigint | undefined };

/** Something that was done: an act of the audit chain, or an operation of the journal. */
export type TrailEntry =
  | { readonly record: 'act'; readonly day: LocalDate; readonly act: KeptAudit }
  | { readonly record: 'operation'; readonly day: LocalDate; readonly line: ShownLine };

/** A page, and behind what the next one begins. */
export type TrailPage = { readonly entries: readonly TrailEntry[]; readonly last: TrailKey | undefined };

const NEWEST = 9_223_372_036_854_775_807n;
/** Longer than any page takes; whoever waits longer has gone. */
const PAGE_WITHIN_MS = 15_000;
const STEP_WITHIN_MS = 60_000;

/**
 * What was done, newest first, by day and moment: operations by their business day and when they happened, acts by the day of the first
 * program's clock. Each comes out of its own record in that order, so a page takes no more of either than it shows. Undefined when it took
 * too long.
 */
export async function listTrail(
  lines: LineDeps,
  sight: Sight,
  trail: Trail,
  {
    behind,
    limit,
    isOfFile = false,
  }: { readonly behind: TrailKey; readonly limit: number; readonly isOfFile?: boolean },
): Promise<TrailPage | undefined> {
  const { tenant } = sight;
  const { acts, lines: filter } = trail;
  const read = await askPlanned(lines.database, isOfFile ? STEP_WITHIN_MS : PAGE_WITHIN_MS, (tx) =>
    Promise.all([
      filter === undefined
        ? []
        : readLines(tx, { sight, filter }, { sort: 'newest', behind: behind.line, limit: limit + 1 }),
      // One more than was asked for comes by itself.
      acts === undefined ? [] : lines.staff.listAudit(tenant, { ...acts, before: behind.act ?? NEWEST, limit }, tx),
    ]),
  );
  if (read === undefined) return undefined;
  const [operations, kept] = read;
  const entries = inOrder(operations, kept, zoneOfDays(lines, tenant));
  const shown = entries.slice(0, limit);
  return { entries: shown, last: entries.length > limit ? keyBehind(shown, behind) : undefined };
}

function inOrder(operations: readonly ShownLine[], acts: readonly KeptAudit[], zone: Zone): TrailEntry[] {
  const all: TrailEntry[] = [
    ...operations.map((line) => ({ record: 'operation' as const, day: line.booked_on, line })),
    ...acts.map((act) => ({ record: 'act' as const, day: zone.localOf(act.at).date, act })),
  ];
  // Sorting keeps what is alike as it came: both lists are in their order, of which lane and number are a part.
  return all.sort((one, other) =>
    one.day === other.day ? momentOf(other) - momentOf(one) : one.day < other.day ? 1 : -1,
  );
}

const momentOf = (entry: TrailEntry): number => (entry.record === 'act' ? entry.act.at : entry.line.occurred_at);

function keyBehind(shown: readonly TrailEntry[], behind: TrailKey): TrailKey {
  const line = shown.findLast((entry) => entry.record === 'operation')?.line ?? behind.line;
  return { line, act: shown.findLast((entry) => entry.record === 'act')?.act.seq ?? behind.act };
}
