import type { Queries } from '../../../platform/database/database.ts';
import { readColumns } from '../store/pack.ts';
import type { Column, Pack } from './pack.ts';

/** What a question needs of each pack: columns, and the rows of marks. */
export type Needs = { readonly columns: readonly Column[]; readonly marks: readonly number[] };

/** The bytes of columns and postings of one pack; a mark that no line of it bears has none. */
export type PackData = {
  readonly column: (column: Column) => Uint8Array;
  readonly posting: (mark: number) => Uint8Array | undefined;
};

/** Bytes of packs that were read before. */
export type PackCache = {
  /** What is needed of these packs, from memory or from the database. */
  read(queries: Queries, packs: readonly Pack[], needs: Needs): Promise<PackData[]>;
  /** Whether there is no room left for what nobody has asked for yet. */
  isFull(): boolean;
};

/** Ten million lines take some hundred megabytes when everything about them has been asked. */
const KEPT_BYTES_MAX = 192 * 1024 * 1024;

// The rest is for the marks that are asked for.
const FULL_SHARE = 0.85;

const NOTHING = new Uint8Array(0);
const columnKey = (pack: bigint, column: Column): string => `${pack}${column}`;
const markKey = (pack: bigint, mark: number): string => `${pack}m${mark}`;

/** A cache that keeps at most so many bytes; what was not asked for lately goes first. Packs never change, so nothing in it is ever wrong. */
export function createPackCache(most: number = KEPT_BYTES_MAX): PackCache {
  const kept = new Map<string, Uint8Array>();
  let bytes = 0;

  const keep = (key: string, data: Uint8Array): void => {
    if (kept.has(key)) return;
    kept.set(key, data);
    bytes += data.byteLength;
    for (const [oldest, old] of kept) {
      if (bytes <= most) return;
      kept.delete(oldest);
      bytes -= old.byteLength;
    }
  };
  const find = (key: string): Uint8Array | undefined => {
    const data = kept.get(key);
    if (data === undefined) return undefined;
    // A map is in the order of entering: who was asked for enters again.
    kept.delete(key);
    kept.set(key, data);
    return data;
  };

  return {
    isFull: () => bytes > most * FULL_SHARE,
    async read(queries, packs, { columns, marks }) {
      const found = new Map<string, Uint8Array>();
      const missing = { packs: new Set<bigint>(), columns: new Set<Column>(), marks: new Set<number>() };
      for (const { pack } of packs) {
        for (const column of columns) {
          const data = find(columnKey(pack, column));
          if (data) found.set(columnKey(pack, column), data);
          else {
            missing.columns.add(column);
            missing.packs.add(pack);
          }
        }
        for (const mark of marks) {
          const data = find(markKey(pack, mark));
          if (data) found.set(markKey(pack, mark), data);
          else {
            missing.marks.add(mark);
            missing.packs.add(pack);
          }
        }
      }
      if (missing.packs.size > 0) {
        const wanted = [...missing.columns, ...(missing.marks.size > 0 ? (['m'] as const) : [])];
        for (const row of await readColumns(queries, [...missing.packs], wanted, [...missing.marks])) {
          const key = row.column_of === 'm' ? markKey(row.pack, row.mark) : columnKey(row.pack, row.column_of);
          const data = bytesOf(row.data);
          found.set(key, data);
          keep(key, data);
        }
        // That a mark stands in no line of a pack is worth knowing too.
        for (const pack of missing.packs)
          for (const mark of missing.marks) if (!found.has(markKey(pack, mark))) keep(markKey(pack, mark), NOTHING);
      }
      return packs.map(({ pack }) => ({
        column: (column) => found.get(columnKey(pack, column))!,
        posting: (mark) => {
          const data = found.get(markKey(pack, mark));
          return data === undefined || data.byteLength === 0 ? undefined : data;
        },
      }));
    },
  };
}

/** The bytes of a text, where typed arrays may begin: small ones come out of a pool, anywhere in it. */
function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}
