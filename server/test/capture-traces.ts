import { inflateRawSync } from 'node:zlib';
import type { Database } from '../src/platform/database/database.ts';
import { unpackBody } from '../src/rooms/ledger/index.ts';

const ROWS_MAX = 5_000;

/** What operations leave behind for somebody to read later, table by table, the newest first. */
const TRACES: Readonly<Record<string, string>> = {
  audit: 'select act, subject, reason, before, after from staff.audit order by seq desc',
  exception: 'select code, facts from checkout.exception order by noted_at desc',
  step: 'select state, reason from delivery.step order by delivery desc',
  webhook: 'select type, last_error from webhooks.failed_event order by first_failed_at desc',
  journal: 'select body from ledger.journal where body is not null order by recorded_at desc',
  message: 'select messages from ledger.raw_message order by recorded_on desc',
};

const readable = (row: Record<string, unknown>): string[] => {
  const { body, messages } = row as { body?: Buffer; messages?: Buffer };
  if (body) return unpackBody(body).map((record) => JSON.stringify(record));
  return messages ? inflateRawSync(messages).toString('utf8').split('\n') : [JSON.stringify(row)];
};

/** The traces in a test's database as lines. What a test broke on purpose cannot be read, and is passed over. */
export async function tracesOf(database: Pick<Database, 'query'>): Promise<string[]> {
  const lines: string[] = [];
  for (const [kind, question] of Object.entries(TRACES)) {
    const rows = await database.query(`${question} limit ${ROWS_MAX}`).catch(() => []);
    for (const row of rows as Record<string, unknown>[])
      try {
        for (const line of readable(row)) lines.push(`${kind} ${line}`);
      } catch {
        continue;
      }
  }
  return lines;
}
