import { assert } from '../../kernel/assert.ts';
import { createByteWriter } from '../../kernel/byte-writer.ts';
import { digest } from '../../kernel/canonical.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { JournalEntry } from './entry.ts';
import type { PackedEntry } from './pack-entries.ts';
import { assertBalanced } from './posting.ts';

/** Leads the sealed bytes. A new column enters the chain only with a new number; old rows keep theirs for ever. */
export const SEAL_FORMAT = 1;
/** Of an entry that made lots under a contract of funding: the contract of each lot stands behind its origin. */
const SEAL_FORMAT_FUNDED = 2;

const EMPTY = Buffer.alloc(0);
const writer = createByteWriter();

/** What is sealed: an entry, with the digest of the body that it holds in place of the body, and how far back its own record's is. */
export type Sealable = Omit<JournalEntry, 'record' | 'raw'> & {
  readonly recordBack?: number | undefined;
  readonly bodyDigest: Buffer | undefined;
};

/**
 * The sha256 over an entry's canonical bytes: format, place, home, three dates, owner, where, what, postings, lots and
 * allocations in their order, where its record is, and the digest of the body it holds. Refuses (as a bug) postings that do not balance.
 */
export function sealDigest(entry: Sealable, recordedAt: Instant): Buffer {
  assertBalanced(entry.postings);
  writer.reset();
  const isFunded = entry.lots.some(({ contract = 0 }) => contract !== 0);
  writer.u8(isFunded ? SEAL_FORMAT_FUNDED : SEAL_FORMAT);
  writer.u32(entry.lane);
  writer.u64(entry.seq);
  writer.u32(entry.home?.lane ?? 0);
  writer.u64(entry.home?.seq ?? 0n);
  writer.text(entry.kind);
  writer.i64(BigInt(entry.occurredAt));
  writer.i64(BigInt(recordedAt));
  writer.text(entry.bookedOn);
  writer.i64(entry.owner);
  writer.u32(entry.tenant);
  writer.u32(entry.program);
  writer.u32(entry.outlet);
  writer.u32(entry.terminal);
  writer.u32(entry.rulebook);
  writer.u32(entry.flags);
  writer.u32(entry.postings.length);
  for (const { account, unit, amount } of entry.postings) {
    writer.i64(account);
    writer.u32(unit);
    writer.i64(amount);
  }
  writer.u32(entry.lots.length);
  for (const lot of entry.lots) {
    writer.u32(lot.n);
    writer.i64(lot.wallet);
    writer.i64(lot.amount);
    writer.u8(lot.isPending ? 1 : 0);
    writer.i64(BigInt(lot.earnedAt));
    writer.i64(BigInt(lot.activeAt));
    writer.i64(BigInt(lot.expiresAt));
    writer.u32(lot.issuer);
    writer.u32(lot.originLane ?? 0);
    writer.u64(lot.originSeq ?? 0n);
    if (isFunded) writer.u32(lot.contract ?? 0);
  }
  writer.u32(entry.allocations.length);
  for (const { lotSeq, lotN, delta, effect } of entry.allocations) {
    writer.u64(lotSeq);
    writer.u32(lotN);
    writer.i64(delta);
    writer.text(effect);
  }
  // One more than the distance: zero is no record.
  writer.u32(entry.recordBack === undefined ? 0 : entry.recordBack + 1);
  writer.bytes(entry.bodyDigest ?? EMPTY);
  return digest(writer.finish());
}

/** Seals an entry that is about to be written. Refuses (as a bug) a lot whose pending does not follow from its start. */
export function sealEntry(entry: PackedEntry, recordedAt: Instant): Buffer {
  // The lot's row forgets how it was born; whoever verifies tells it from start and date, so it must follow from them.
  for (const lot of entry.lots)
    assert(
      lot.isPending === lot.activeAt > entry.occurredAt,
      'a lot is pending exactly when it starts after its entry',
    );
  return sealDigest({ ...entry, bodyDigest: entry.body && digest(entry.body) }, recordedAt);
}
