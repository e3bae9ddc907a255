import { digest } from '../../../kernel/canonical.ts';
import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { instantOf } from '../../../platform/database/instants.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Enclosure, JournalWriter, SealedEntry } from '../../../platform/lanes/index.ts';
import { createDeflater } from '../deflater.ts';
import type { JournalEntry } from '../entry.ts';
import { packEntries, type PackedEntry } from '../pack-entries.ts';
import type { Posting } from '../posting.ts';
import { sealEntry } from '../seal.ts';

const insertJournal = statement(
  'ledger.insertJournal',
  `insert into ledger.journal (lane, seq, occurred_at, recorded_at, owner, home_seq, home_lane, tenant_id, program, outlet,
                               terminal, rulebook, booked_on, flags, record_back, kind, digest, postings, body)
   select lane, seq, ${instantOf('occurred_at')}, $15::timestamptz, owner, home_seq, home_lane, tenant_id, program, outlet,
          terminal, rulebook, booked_on, flags, record_back, kind, digest, postings::bigint[], body
     from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::int[], $8::int[],
                 $9::int[], $10::int[], $11::int[], $12::date[], $13::smallint[], $14::text[], $16::bytea[],
                 $17::text[], $18::bytea[], $19::smallint[])
       as added(lane, seq, occurred_at, owner, home_seq, home_lane, tenant_id, program,
                outlet, terminal, rulebook, booked_on, flags, kind, digest, postings, body, record_back)`,
);

const insertAllocations = statement(
  'ledger.insertAllocations',
  `insert into ledger.allocation (lane, seq, n, lot_seq, lot_n, delta, effect)
   select lane, seq, n, lot_seq, lot_n, delta, effect::"char"
     from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::bigint[], $7::text[])
       as added(lane, seq, n, lot_seq, lot_n, delta, effect)`,
);

const insertRawMessages = statement(
  'ledger.insertRawMessages',
  `insert into ledger.raw_message (lane, upto, recorded_on, messages)
   select lane, upto, $4::date, messages from unnest($1::int[], $2::bigint[], $3::bytea[]) as added(lane, upto, messages)`,
);

const packRaw = createDeflater({ level: 3 });

/** Writes the journal for the lane machine: three statements a batch, whatever its size. */
export const journalWriter: JournalWriter<JournalEntry, PackedEntry> = {
  seal: (entries, recordedAt) => packEntries(entries).map((entry) => ({ entry, digest: sealEntry(entry, recordedAt) })),

  enclose(lane, upto, entries) {
    const messages = entries.flatMap((entry) => (entry.raw === undefined ? [] : [`${entry.seq}\t${entry.raw}`]));
    if (messages.length === 0) return undefined;
    const content = packRaw(Buffer.from(messages.join('\n')));
    return { lane, upto, content, digest: digest(content) };
  },

  write(tx, sealed, enclosures, recordedAt) {
    return [
      writeRows(tx, sealed, recordedAt),
      writeAllocations(tx, sealed),
      writeRaw(tx, enclosures, recordedAt),
    ].filter((one) => one !== undefined);
  },
};

function writeRows(tx: Tx, sealed: readonly SealedEntry<PackedEntry>[], recordedAt: Instant): Promise<unknown> {
  const rows = sealed.map((one) => one.entry);
  return tx.run(insertJournal, [
    rows.map((row) => row.lane),
    rows.map((row) => row.seq),
    rows.map((row) => row.occurredAt),
    rows.map((row) => row.owner),
    rows.map((row) => row.home?.seq ?? null),
    rows.map((row) => row.home?.lane ?? null),
    rows.map((row) => row.tenant),
    rows.map((row) => row.program),
    rows.map((row) => row.outlet),
    rows.map((row) => row.terminal),
    rows.map((row) => row.rulebook),
    rows.map((row) => row.bookedOn),
    rows.map((row) => row.flags),
    rows.map((row) => row.kind),
    postgresFromInstant(recordedAt),
    sealed.map((one) => one.digest),
    rows.map((row) => postingsText(row.postings)),
    rows.map((row) => row.body ?? null),
    rows.map((row) => row.recordBack ?? null),
  ]);
}

/** The postings of a row as the text of an array: a set of arrays cannot travel as an array, which has one shape. */
function postingsText(postings: readonly Posting[]): string {
  let text = '';
  for (const { account, unit, amount } of postings) text += `${text === '' ? '' : ','}${account},${unit},${amount}`;
  return `{${text}}`;
}

function writeAllocations(tx: Tx, sealed: readonly SealedEntry<JournalEntry>[]): Promise<unknown> | undefined {
  const rows = sealed.flatMap(({ entry }) => entry.allocations.map((allocation, n) => ({ entry, allocation, n })));
  if (rows.length === 0) return undefined;
  return tx.run(insertAllocations, [
    rows.map((row) => row.entry.lane),
    rows.map((row) => row.entry.seq),
    rows.map((row) => row.n),
    rows.map((row) => row.allocation.lotSeq),
    rows.map((row) => row.allocation.lotN),
    rows.map((row) => row.allocation.delta),
    rows.map((row) => row.allocation.effect),
  ]);
}

function writeRaw(tx: Tx, enclosures: readonly Enclosure[], recordedAt: Instant): Promise<unknown> | undefined {
  if (enclosures.length === 0) return undefined;
  return tx.run(insertRawMessages, [
    enclosures.map((one) => one.lane),
    enclosures.map((one) => one.upto),
    enclosures.map((one) => one.content),
    postgresFromInstant(recordedAt).slice(0, 10),
  ]);
}
