import { packRecords } from './body.ts';
import type { JournalEntry } from './entry.ts';

/**
 * An entry as its row keeps it. A body holds the records of up to sixteen neighbours and stands in the row of the first; `recordBack`
 * says how many rows before this one that is (0: here), and is absent where there is no record.
 */
export type PackedEntry = JournalEntry & {
  readonly body?: Buffer | undefined;
  readonly recordBack?: number | undefined;
};

// Sixteen take half the room of one alone; more of them gain little, and whoever reads one record unpacks all.
const RECORDS_PER_BODY = 16;

/** Packs the records of a batch's entries, lane by lane. A body never reaches beyond its batch: what is written stays as it is. */
export function packEntries(entries: readonly JournalEntry[]): PackedEntry[] {
  const packed: PackedEntry[] = [];
  for (const ofLane of Map.groupBy(entries, ({ lane }) => lane).values()) {
    const inOrder = ofLane.sort((a, b) => (a.seq < b.seq ? -1 : 1));
    for (let at = 0; at < inOrder.length;) {
      const group = groupFrom(inOrder, at);
      packed.push(...packGroup(group));
      at += group.length;
    }
  }
  return packed;
}

/** The first entry from here on with whatever may share its body: neighbours by number. One without a record stands alone. */
function groupFrom(entries: readonly JournalEntry[], at: number): readonly JournalEntry[] {
  const first = entries[at] as JournalEntry;
  if (first.record === undefined) return [first];
  let size = 1;
  while (size < RECORDS_PER_BODY && entries[at + size]?.seq === first.seq + BigInt(size)) size++;
  return entries.slice(at, at + size);
}

function packGroup(group: readonly JournalEntry[]): readonly PackedEntry[] {
  if (group[0]?.record === undefined) return group;
  const body = packRecords(group.map(({ record }) => record));
  return group.map((entry, back) => ({
    ...entry,
    ...(entry.record === undefined ? undefined : { recordBack: back }),
    ...(back === 0 ? { body } : undefined),
  }));
}
