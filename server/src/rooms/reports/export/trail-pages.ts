import { isoFromInstant } from '../../../kernel/instant.ts';
import { addDays } from '../../../kernel/local-date.ts';
import { createZone } from '../../../kernel/zone.ts';
import type { LineDeps } from '../deps.ts';
import { placeText } from '../operation.ts';
import { readJournalPlaces } from '../read/journal-rows.ts';
import type { Export } from './export.ts';
import { describedPages, type FilePage } from './operation-pages.ts';
import { trailCells } from './trail-columns.ts';

const ACTS_PER_STEP = 500;
const NEWEST = 9_223_372_036_854_775_807n;
const NO_LANE = 0;

/**
 * Everything that was done in a period: first the acts of the audit chain, newest first as the chain is read, then the operations of the
 * journal, oldest first. An operation is its own audit record: who asked and why stands in its record, where a person did.
 */
export async function* trailPages(lines: LineDeps, found: Export): AsyncGenerator<FilePage> {
  yield* actPages(lines, found);
  for await (const page of describedPages(lines, found)) {
    const rows = await readJournalPlaces(
      lines.database,
      page.map(({ line }) => line),
    );
    yield {
      count: page.length,
      rows: page.map(({ line, described }) => {
        const record = rows.get(placeText(line))?.record;
        return trailCells({
          record: 'operation',
          at: described.recordedAt,
          id: described.operation,
          what: described.kind,
          subject: described.member ?? described.card,
          credential: record?.by,
          outlet: described.outlet,
          terminal: described.terminal,
          cashier: described.cashier,
          reason: record?.reason,
          amount: described.amount && { decimal: described.amount.amount },
          unit: described.amount?.unit,
        });
      }),
    };
  }
}

async function* actPages({ staff, tokens, programs }: LineDeps, found: Export): AsyncGenerator<FilePage> {
  const { tenant, asked, askedAt } = found;
  const zone = programs.settings().programsOf(tenant)[0]?.zone ?? createZone('UTC');
  const { from, to } = asked.filter;
  const times = {
    ...(from === undefined ? {} : { from: zone.startOfDay(from) }),
    ...(to === undefined ? {} : { until: zone.startOfDay(addDays(to, 1)) }),
  };
  for (let before = NEWEST; ;) {
    // The chain gives one more than was asked for, by which a page knows whether it is the last.
    const got = await staff.listAudit(tenant, { before, limit: ACTS_PER_STEP, ...times });
    const acts = got.slice(0, ACTS_PER_STEP);
    const names = await staff.namesOf(
      tenant,
      acts.flatMap(({ person }) => person ?? []),
    );
    const rows = acts
      .filter(({ at }) => at <= askedAt)
      .map((act) =>
        trailCells({
          record: 'act',
          at: isoFromInstant(act.at),
          id: String(act.seq),
          what: act.act,
          subject: act.subject,
          person: act.person === undefined ? undefined : names.get(act.person),
          credential: act.credential === undefined ? undefined : tokens.encode('cred', NO_LANE, act.credential),
          reason: act.reason,
          before: act.before,
          after: act.after,
          digest: act.digest.toString('hex'),
          head: act.head.toString('hex'),
        }),
      );
    yield { rows, count: rows.length };
    if (got.length <= ACTS_PER_STEP) return;
    before = acts.at(-1)!.seq;
  }
}
