import { assert } from '../../../kernel/assert.ts';
import { Fault } from '../../../kernel/fault.ts';
import type { LineDeps } from '../deps.ts';
import { describeTrail, type DescribedEntry } from '../trail/describe-trail.ts';
import { listTrail, type TrailEntry, type TrailKey } from '../trail/list-trail.ts';
import type { Export } from './export.ts';
import type { FilePage } from './operation-pages.ts';
import { trailCells } from './trail-columns.ts';

/** Entries that are in memory at a time; few, since describing them is work of the thread that serves tills. */
const ENTRIES_PER_STEP = 500;

/** Everything that a trail means, newest first as the search shows it, as far as it was recorded when the file was asked for. */
export async function* trailPages(lines: LineDeps, found: Export): AsyncGenerator<FilePage> {
  const { trail, tenant, asked, askedAt } = found;
  assert(trail !== undefined, 'a trail says what it means');
  let behind: TrailKey | undefined = { line: undefined, act: undefined };
  while (behind !== undefined) {
    const page = await listTrail(lines, asked.sight, trail, { behind, limit: ENTRIES_PER_STEP, isOfFile: true });
    if (page === undefined) throw new Fault('a step of an export took longer than a minute', { retry: 'safe' });
    const entries = page.entries.filter((entry) => recordedAt(entry) <= askedAt);
    const described = await describeTrail(lines, tenant, entries);
    yield { rows: described.map(cellsOf), count: described.length };
    behind = page.last;
  }
}

const recordedAt = (entry: TrailEntry): number => (entry.record === 'act' ? entry.act.at : entry.line.recorded_at);

const factsText = (facts: object | undefined): string | undefined => facts && JSON.stringify(facts);

function cellsOf(entry: DescribedEntry) {
  const shared = {
    day: entry.day,
    at: entry.at,
    recorded: entry.recordedAt,
    what: entry.what,
    person: entry.by.name ?? entry.by.person,
    credential: entry.by.credentialName ?? entry.by.credential,
    reason: entry.reason,
  };
  if (entry.record === 'act') {
    const { subject, before, after, digest, head } = entry;
    const facts = { before: factsText(before), after: factsText(after) };
    return trailCells({ ...shared, record: 'act', id: String(entry.seq), subject, ...facts, digest, head });
  }
  const { operation, member, card, outlet, terminal, cashier, receiptNumber, amount } = entry;
  return trailCells({
    ...{ ...shared, record: 'operation', id: operation, subject: member ?? card, card, receipt: receiptNumber },
    ...{ outlet, terminal, cashier, amount: amount && { decimal: amount.amount }, unit: amount?.unit },
  });
}
