import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Entry } from './entry.ts';
import { NeedsFacts, want, type Facts, type Sheet } from './sheet.ts';

/**
 * What one operation decides on: the batch's facts below, its own changes above them. Nothing is taken over until the
 * machine accepts the operation, so that a refusal or a throw leaves no trace.
 */
export class Desk<E extends Entry = Entry> {
  readonly recordedAt: Instant;
  readonly #facts: Facts;
  readonly #upto: ReadonlyMap<number, bigint>;
  readonly #puts = new Map<Sheet<never, unknown>, Map<string, unknown>>();
  readonly #entries: E[] = [];
  readonly #next = new Map<number, bigint>();

  constructor(facts: Facts, upto: ReadonlyMap<number, bigint>, recordedAt: Instant) {
    this.#facts = facts;
    this.#upto = upto;
    this.recordedAt = recordedAt;
  }

  /** The row as this operation sees it; undefined when there is none. Asks the machine for it when it is not loaded. */
  read<Key, Row>(sheet: Sheet<Key, Row>, key: Key): Row | undefined {
    const text = sheet.keyOf(key);
    const own = this.#puts.get(sheet as unknown as Sheet<never, unknown>);
    return own?.has(text) ? (own.get(text) as Row) : this.#facts.read(sheet, key, text);
  }

  /** The row as the database had it before this batch; undefined for one that is new, or not in memory. */
  loaded<Key, Row>(sheet: Sheet<Key, Row>, key: Key): Row | undefined {
    return this.#facts.loaded(sheet, key);
  }

  /** Asks the machine to load several keys at once, if any of them is not known yet. */
  need<Key, Row>(sheet: Sheet<Key, Row>, keys: readonly Key[]): void {
    const missing = keys.map((key) => want(sheet, key)).filter((one) => !this.#facts.knows(one));
    if (missing.length > 0) throw new NeedsFacts(missing);
  }

  /**
   * Rows of a sheet that are in memory, this operation's changes included; of a sheet of which a batch has many, those that are
   * `wanted`.
   */
  known<Key, Row>(sheet: Sheet<Key, Row>, wanted?: (row: Row) => boolean): Row[] {
    const rows = this.#facts.all(sheet, wanted);
    const own = this.#puts.get(sheet as unknown as Sheet<never, unknown>) as ReadonlyMap<string, Row> | undefined;
    if (!own) return rows;
    const changed = [...own.values()];
    return [
      ...rows.filter((row) => !own.has(sheet.keyOf(row as unknown as Key))),
      ...(wanted === undefined ? changed : changed.filter(wanted)),
    ];
  }

  /** Changes or adds a row. Rows are values: a changed one is a new object. */
  put<Key, Row>(sheet: Sheet<Key, Row>, key: Key, row: Row): void {
    const known = sheet as unknown as Sheet<never, unknown>;
    let own = this.#puts.get(known);
    if (!own) this.#puts.set(known, (own = new Map()));
    own.set(sheet.keyOf(key), row);
  }

  /** Takes the next sequence number of a lane that this batch holds, for an entry that must be appended. */
  take(lane: number): bigint {
    const upto = this.#next.get(lane) ?? this.#upto.get(lane);
    assert(upto !== undefined, `lane ${lane} is not held by this batch`);
    const seq = upto + 1n;
    this.#next.set(lane, seq);
    return seq;
  }

  /** Adds a journal entry under a sequence number that was taken. */
  append(entry: E): void {
    this.#entries.push(entry);
  }

  get entries(): readonly E[] {
    return this.#entries;
  }

  get puts(): ReadonlyMap<Sheet<never, unknown>, ReadonlyMap<string, unknown>> {
    return this.#puts;
  }

  /** Checks that every number that was taken has its entry: a gap would stop every follower. */
  close(): ReadonlyMap<number, bigint> {
    for (const [lane, upto] of this.#next) {
      const before = this.#upto.get(lane)!;
      const ofLane = this.#entries.filter((entry) => entry.lane === lane).length;
      assert(
        BigInt(ofLane) === upto - before,
        `lane ${lane}: ${upto - before} numbers taken, ${ofLane} entries appended`,
      );
    }
    return this.#next;
  }
}
