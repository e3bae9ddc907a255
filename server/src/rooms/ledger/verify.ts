import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import type { Queries } from '../../platform/database/database.ts';
import { chain } from '../../platform/lanes/index.ts';
import { pageAllocations, pageBatches, pageEntries, pagePostings, readAllAccounts } from './read/verify.ts';
import type { BatchRow, EntryRow, PostingRow } from './read/verify.ts';
import { verifyEntry, type BornLot, type KeptEntry } from './verify-entry.ts';
import { wrong } from './verify-problem.ts';
import { WeighedSum } from './verify-sums.ts';

/** What the room that keeps lots adds: their births, and a look of its own at each entry. */
export type LotKeeper = {
  /** Lots born by entries after `after` up to `upto`, and what else `check` needs of them. */
  page(
    queries: Queries,
    lane: number,
    after: bigint,
    upto: bigint,
  ): Promise<{ born: readonly BornLot[]; check(entry: KeptEntry): void }>;
};

/** Which account is whose: the program's side by its row, everything else is a wallet's by its number. */
export type AccountKinds = ReadonlyMap<bigint, { readonly unit: number; readonly kind: string }>;

/** What a walk through a lane counts. */
export type LaneTotals = {
  readonly lane: number;
  entries: bigint;
  legs: bigint;
  batches: bigint;
  postings: bigint;
  lots: bigint;
  allocations: bigint;
};
/** Per unit: what moved, and what stands on wallets and on each kind of program account. */
export type UnitTotals = { moved: bigint; wallets: bigint; readonly byKind: Map<string, bigint> };

export type LaneWalkOptions = {
  readonly lane: number;
  readonly accounts: AccountKinds;
  readonly lots: LotKeeper;
  readonly units: Map<number, UnitTotals>;
  /** Between-lanes postings of all lanes by operation and unit, up to `crossingsUpTo` of this lane; each must come to zero. */
  readonly crossings: WeighedSum;
  readonly crossingsUpTo: bigint;
  /** Heads that were signed: by last number. */
  readonly signed: ReadonlyMap<bigint, Buffer>;
  readonly onEntries?: ((count: number) => void) | undefined;
};

// 1,000 entries with everything that belongs to them are about a megabyte; larger pages were no faster.
const PAGE = 1_000n;
const BATCH_PAGE = 1_000;
const GENESIS = Buffer.alloc(32);

export async function readAccountKinds(queries: Queries): Promise<AccountKinds> {
  return new Map((await queries.run(readAllAccounts)).map(({ account, unit, kind }) => [account, { unit, kind }]));
}

/**
 * Walks along one lane and computes everything again from nothing: digests, the chain, the numbering, balance. May be continued, so
 * that a lane can be walked without a transaction first and its newest rows inside one. Stops at the first row that is wrong.
 */
export class LaneWalk {
  readonly totals: LaneTotals;
  /** What has been posted to each wallet's accounts. */
  readonly posted = new WeighedSum();
  readonly #options: LaneWalkOptions;
  #seq = 0n;
  #head: Buffer = GENESIS;
  #at = 0 as Instant;
  #batches: BatchRow[] = [];
  #nextBatch = 0;
  #lastBatch = 0n;
  #digests: Buffer[] = [];
  #signedSeen = 0;

  constructor(options: LaneWalkOptions) {
    this.#options = options;
    this.totals = { lane: options.lane, entries: 0n, legs: 0n, batches: 0n, postings: 0n, lots: 0n, allocations: 0n };
  }

  /** Goes on to the row `upto`, which must be the last one of a batch. */
  async walk(queries: Queries, upto: bigint): Promise<void> {
    let next = this.#seq < upto ? this.#read(queries, this.#seq, upto) : undefined;
    while (next) {
      const page = await next.work;
      const { until } = next;
      // The next page is on its way while this one is computed.
      next = until < upto ? this.#read(queries, until, upto) : undefined;
      next?.work.catch(() => undefined);
      for (const entry of page) {
        if (this.#nextBatch === this.#batches.length) await this.#readBatches(queries);
        this.#entry(entry);
      }
      this.#options.onEntries?.(page.length);
    }
    if (this.#digests.length > 0)
      wrong(
        { lane: this.#lane, seq: this.#seq },
        'lanes.lane_batch',
        'rows stand behind the last batch of the lane',
        undefined,
        this.#seq,
      );
  }

  /** After the last walk: every head that was signed must have been met. */
  close(): void {
    if (this.#signedSeen === this.#options.signed.size) return;
    for (const [upto, head] of this.#options.signed) {
      if (upto > this.#lastBatch)
        wrong(
          { lane: this.#lane, seq: upto },
          'lanes.lane_batch',
          'a head was signed here, but the lane ends before',
          head,
          this.#lastBatch,
        );
    }
    const [upto, head] = [...this.#options.signed][0];
    wrong(
      { lane: this.#lane, seq: upto },
      'lanes.lane_batch',
      'a head was signed where no batch of the lane ends now',
      head,
      undefined,
    );
  }

  get #lane(): number {
    return this.#options.lane;
  }

  #read(queries: Queries, after: bigint, upto: bigint): { until: bigint; work: Promise<KeptEntry[]> } {
    const until = upto - after > PAGE ? after + PAGE : upto;
    return { until, work: readPage(queries, this.#options.lots, this.#lane, after, until) };
  }

  async #readBatches(queries: Queries): Promise<void> {
    this.#batches = await queries.run(pageBatches, [this.#lane, this.#lastBatch, BATCH_PAGE]);
    this.#nextBatch = 0;
  }

  #entry(entry: KeptEntry): void {
    const { row, postings } = entry;
    const at = { lane: this.#lane, seq: row.seq };
    const batch = this.#batches[this.#nextBatch];
    if (!batch)
      wrong(
        at,
        'lanes.lane_batch',
        'no batch of the lane holds this row',
        `one that ends at ${row.seq} or later`,
        undefined,
      );
    if (row.recorded_at !== batch.at)
      wrong(at, 'ledger.journal', 'the row was not recorded when its batch was', batch.at, row.recorded_at);
    const digest = verifyEntry(entry);
    for (const posting of postings) this.#post(row, posting);
    this.#seq = row.seq;
    this.#digests.push(digest);
    this.totals.entries++;
    if (row.home_seq !== null) this.totals.legs++;
    this.totals.postings += BigInt(postings.length);
    this.totals.lots += BigInt(entry.lots.length);
    this.totals.allocations += BigInt(entry.allocations.length);
    if (row.seq === batch.upto) this.#close(batch);
  }

  #post(row: EntryRow, { account, unit, amount }: PostingRow): void {
    const { accounts, units, crossings, crossingsUpTo } = this.#options;
    let of = units.get(unit);
    if (!of) units.set(unit, (of = { moved: 0n, wallets: 0n, byKind: new Map() }));
    if (amount > 0n) of.moved += amount;
    const ours = accounts.get(account);
    if (!ours) {
      of.wallets += amount;
      this.posted.add(BigInt(this.#lane), account, BigInt(unit), amount);
      return;
    }
    if (ours.unit !== unit)
      wrong(
        { lane: this.#lane, seq: row.seq },
        'ledger.posting',
        `account ${account} counts in another unit`,
        ours.unit,
        unit,
      );
    of.byKind.set(ours.kind, (of.byKind.get(ours.kind) ?? 0n) + amount);
    if (ours.kind !== 'between_lanes' || row.seq > crossingsUpTo) return;
    crossings.add(BigInt(row.home_lane ?? this.#lane), row.home_seq ?? row.seq, BigInt(unit), amount);
  }

  #close(batch: BatchRow): void {
    const at = { lane: this.#lane, seq: batch.upto };
    const { enclosed, raw_digest: raw } = batch;
    if (raw && (!enclosed || !raw.equals(enclosed)))
      wrong(at, 'ledger.raw_message', 'the raw messages are not the ones that the batch enclosed', enclosed, raw);
    const head = chain(this.#head, this.#digests, enclosed ?? undefined);
    if (!head.equals(batch.head))
      wrong(at, 'lanes.lane_batch', 'the chain breaks at the batch that ends here', head, batch.head);
    if (batch.at <= this.#at || batch.at === INSTANT_NEVER)
      wrong(at, 'lanes.lane_batch', 'the batch is not dated after the one before it', this.#at, batch.at);
    const signed = this.#options.signed.get(batch.upto);
    if (signed && !signed.equals(head))
      wrong(at, 'lanes.lane_batch', 'the head is not the one that was signed', signed, head);
    if (signed) this.#signedSeen++;
    this.#head = head;
    this.#at = batch.at;
    this.#digests = [];
    this.#lastBatch = batch.upto;
    this.#nextBatch++;
    this.totals.batches++;
  }
}

/** Everything of the entries after `after` up to `upto`, gathered by entry. */
async function readPage(
  queries: Queries,
  keeper: LotKeeper,
  lane: number,
  after: bigint,
  upto: bigint,
): Promise<KeptEntry[]> {
  const range = [lane, after, upto];
  const [rows, postings, allocations, lots] = await Promise.all([
    queries.run(pageEntries, range),
    queries.run(pagePostings, range),
    queries.run(pageAllocations, range),
    keeper.page(queries, lane, after, upto),
  ]);
  let seq = after;
  for (const row of rows)
    if (row.seq !== ++seq) wrong({ lane, seq }, 'ledger.journal', 'a number of the lane has no row', seq, row.seq);
  if (seq !== upto)
    wrong({ lane, seq: seq + 1n }, 'ledger.journal', 'a number of the lane has no row', seq + 1n, undefined);
  const [posted, allocated, born] = [inOrder(postings), inOrder(allocations), inOrder(lots.born)];
  const entries = rows.map((row): KeptEntry => {
    const entry = { lane, row, postings: posted(row.seq), allocations: allocated(row.seq), lots: born(row.seq) };
    lots.check(entry);
    return entry;
  });
  return entries;
}

const NONE: readonly never[] = [];

/** Takes rows that are sorted by seq apart, entry by entry. */
function inOrder<Row extends { readonly seq: bigint }>(rows: readonly Row[]): (seq: bigint) => readonly Row[] {
  let at = 0;
  return (seq) => {
    const from = at;
    while (at < rows.length && rows[at].seq <= seq) at++;
    return from === at ? NONE : rows.slice(from, at);
  };
}
