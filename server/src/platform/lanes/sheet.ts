import { assert } from '../../kernel/assert.ts';
import type { Tx } from '../database/connection.ts';

/**
 * A kind of row that batches load as a set, decide reads and changes in memory, and the batch writes as a set.
 * Rooms define one sheet per noun; the lane machine knows none of them by name. `Key` is what it is asked by, and
 * every key carries its lane, so that each statement can say `lane = $1` on a distributed database.
 */
export type Sheet<Key, Row> = {
  readonly name: string;
  /** The key as text, unique within the sheet. */
  keyOf(key: Key): string;
  /** One statement for all keys. What it does not fill is known to be absent. May fill other sheets too. */
  load(tx: Tx, keys: readonly Key[], facts: Facts): Promise<void>;
  /** Statements for everything that changed; sent without awaiting one another. Absent for sheets that are only indexes. */
  write?(tx: Tx, changes: readonly Change<Row>[]): readonly Promise<unknown>[];
  /**
   * Constraints whose violation in write says that a row was changed outside of lanes since it was loaded: the operations of the
   * batch are resolved and decided again.
   */
  readonly conflicts?: readonly string[];
};

/** A row as the database has it (undefined: not there) and as the batch leaves it. */
export type Change<Row> = { readonly before: Row | undefined; readonly after: Row };

/** A request to load: one sheet, one key. */
export type Want = { readonly sheet: Sheet<never, unknown>; readonly key: unknown; readonly text: string };

/** Says that a key of a sheet must be loaded. */
export function want<Key, Row>(sheet: Sheet<Key, Row>, key: Key): Want {
  return { sheet: sheet as unknown as Sheet<never, unknown>, key, text: sheet.keyOf(key) };
}

/** Thrown inside decide when a fact is not loaded. The machine loads it and decides the operation again: decide is pure. */
export class NeedsFacts extends Error {
  readonly wants: readonly Want[];
  constructor(wants: readonly Want[]) {
    super(`decide needs ${wants.map((one) => `${one.sheet.name} ${one.text}`).join(', ')}`);
    this.wants = wants;
  }
}

type Slot<Row> = { loaded: Row | undefined; current: Row | undefined };

/** What a batch has loaded, and what the operations decided so far have made of it. */
export class Facts {
  readonly #sheets = new Map<Sheet<never, unknown>, Map<string, Slot<unknown>>>();
  readonly #dirty = new Map<Sheet<never, unknown>, Set<Slot<unknown>>>();

  /** Enters a row that the database has. A row that is already known stays: it may have been changed in this batch. */
  fill<Key, Row>(sheet: Sheet<Key, Row>, key: Key, row: Row | undefined): void {
    const slots = this.#slots(sheet);
    const text = sheet.keyOf(key);
    if (!slots.has(text)) slots.set(text, { loaded: row, current: row });
  }

  /** Replaces a row of an index sheet after more of it was loaded. */
  refill<Key, Row>(sheet: Sheet<Key, Row>, key: Key, row: Row): void {
    this.#slots(sheet).set(sheet.keyOf(key), { loaded: row, current: row });
  }

  knows(asked: Want): boolean {
    return this.#slots(asked.sheet).has(asked.text);
  }

  /** The row as the batch has it now; undefined when it is absent or was never loaded. */
  peek<Key, Row>(sheet: Sheet<Key, Row>, key: Key): Row | undefined {
    return this.#slots(sheet).get(sheet.keyOf(key))?.current as Row | undefined;
  }

  /** The row as the database had it when the batch loaded it. */
  loaded<Key, Row>(sheet: Sheet<Key, Row>, key: Key): Row | undefined {
    return this.#slots(sheet).get(sheet.keyOf(key))?.loaded as Row | undefined;
  }

  /** Every current row of a sheet, or those that are `wanted`. */
  all<Key, Row>(sheet: Sheet<Key, Row>, wanted?: (row: Row) => boolean): Row[] {
    const rows: Row[] = [];
    for (const slot of this.#slots(sheet).values()) {
      const row = slot.current as Row | undefined;
      if (row !== undefined && (wanted === undefined || wanted(row))) rows.push(row);
    }
    return rows;
  }

  /** A slot for reading, `text` being its key's; throws NeedsFacts when it was never loaded. */
  read<Key, Row>(sheet: Sheet<Key, Row>, key: Key, text = sheet.keyOf(key)): Row | undefined {
    const slot = this.#slots(sheet).get(text);
    if (!slot) throw new NeedsFacts([want(sheet, key)]);
    return slot.current as Row | undefined;
  }

  /** True when an accepted operation has put a row. */
  get isChanged(): boolean {
    return this.#dirty.size > 0;
  }

  /** Takes over the rows that an accepted operation has put. */
  accept(puts: ReadonlyMap<Sheet<never, unknown>, ReadonlyMap<string, unknown>>): void {
    for (const [sheet, rows] of puts) {
      const slots = this.#slots(sheet);
      let dirty = this.#dirty.get(sheet);
      if (!dirty) this.#dirty.set(sheet, (dirty = new Set()));
      for (const [text, row] of rows) {
        let slot = slots.get(text);
        if (slot) slot.current = row;
        else slots.set(text, (slot = { loaded: undefined, current: row }));
        dirty.add(slot);
      }
    }
  }

  /** Loads what is wanted and not yet known: one statement per sheet, all in one round trip. */
  async load(tx: Tx, wants: Iterable<Want>): Promise<void> {
    const keys = new Map<Sheet<never, unknown>, Map<string, unknown>>();
    for (const one of wants) {
      if (this.knows(one)) continue;
      let ofSheet = keys.get(one.sheet);
      if (!ofSheet) keys.set(one.sheet, (ofSheet = new Map()));
      ofSheet.set(one.text, one.key);
    }
    const loads: Promise<void>[] = [];
    for (const [sheet, ofSheet] of keys) loads.push(sheet.load(tx, [...ofSheet.values()] as never[], this));
    await settleAll(loads);
    for (const [sheet, ofSheet] of keys) {
      const slots = this.#slots(sheet);
      for (const text of ofSheet.keys())
        if (!slots.has(text)) slots.set(text, { loaded: undefined, current: undefined });
    }
  }

  /** Sends the writes of every sheet in `order`; a change to a sheet that is not in it is a bug. */
  write(tx: Tx, order: readonly Sheet<never, unknown>[]): Promise<unknown>[] {
    const sent: Promise<unknown>[] = [];
    for (const sheet of this.#dirty.keys())
      assert(!sheet.write || order.includes(sheet), `no place to write ${sheet.name}`);
    for (const sheet of order) {
      const dirty = this.#dirty.get(sheet);
      if (!dirty || !sheet.write) continue;
      const changes: Change<unknown>[] = [];
      for (const slot of dirty)
        if (slot.current !== undefined) changes.push({ before: slot.loaded, after: slot.current });
      if (changes.length > 0) sent.push(...sheet.write(tx, changes));
    }
    return sent;
  }

  #slots<Key, Row>(sheet: Sheet<Key, Row>): Map<string, Slot<unknown>> {
    const known = this.#sheets.get(sheet as unknown as Sheet<never, unknown>);
    if (known) return known;
    const made = new Map<string, Slot<unknown>>();
    this.#sheets.set(sheet as unknown as Sheet<never, unknown>, made);
    return made;
  }
}

/** Awaits all, so that nothing is left running, and throws the first failure in the order of sending. */
export async function settleAll(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
