import { assert } from '../../../kernel/assert.ts';
import { createBoundedCache } from '../../../kernel/bounded-cache.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** What lines are marked with. */
export const FACET = {
  ...{ kind: 'k', promotion: 'p', cashier: 'c', cardRange: 'r', walletType: 'w', origin: 'o' },
  hand: 'h',
} as const;
export type Facet = (typeof FACET)[keyof typeof FACET];

/** A value by which lines are filtered, of one tenant. */
export type MarkKey = { readonly tenant: number; readonly facet: Facet; readonly value: string };

const keyText = ({ tenant, facet, value }: MarkKey): string => `${tenant}/${facet}/${value}`;

const insertMarks = statement(
  'reports.insertMarks',
  `insert into reports.mark (tenant_id, facet, value)
   select tenant_id, facet::"char", value from unnest($1::int[], $2::text[], $3::text[]) as added(tenant_id, facet, value)
    order by tenant_id, facet, value
   on conflict (tenant_id, facet, value) do nothing`,
);

const selectMarks = statement<{ mark: number; tenant_id: number; facet: Facet; value: string }>(
  'reports.selectMarks',
  `select known.mark, known.tenant_id, known.facet::text as facet, known.value
     from unnest($1::int[], $2::text[], $3::text[]) as wanted(tenant_id, facet, value)
     join reports.mark as known on known.tenant_id = wanted.tenant_id and known.facet = wanted.facet::"char" and known.value = wanted.value`,
);

/** What a mark stands for. */
export type MarkValue = { readonly facet: Facet; readonly value: string };

const selectByNumber = statement<MarkValue & { mark: number }>(
  'reports.selectMarksByNumber',
  `select mark, facet::text as facet, value from reports.mark where mark = any($1::int[])`,
);

const selectOfFacet = statement<{ value: string }>(
  'reports.selectMarksOfFacet',
  `select value from reports.mark where tenant_id = $1 and facet = $2::text::"char" and value >= $3 order by value limit $4`,
);

// As many as a large tenant has cashiers; what falls out is read again.
const KNOWN_MAX = 50_000;

export type Marks = {
  /** The numbers of all these values; new ones get theirs. Not remembered before the transaction has ended. */
  number(queries: Queries, keys: readonly MarkKey[]): Promise<(key: MarkKey) => number>;
  /** The numbers of those that are known; the others stand on no line. */
  find(queries: Queries, keys: readonly MarkKey[]): Promise<readonly number[]>;
  /** What these numbers stand for. */
  valuesOf(queries: Queries, marks: Iterable<number>): Promise<ReadonlyMap<number, MarkValue>>;
  /** Values of a facet from one on, for a list to choose from. */
  list(queries: Queries, tenant: number, facet: Facet, from: string, limit: number): Promise<readonly string[]>;
};

/** The numbers of what lines are marked with, kept in memory: a number never changes and is never given up. */
export function createMarks(): Marks {
  const numbers = createBoundedCache<string, number>(KNOWN_MAX);
  const values = createBoundedCache<number, MarkValue>(KNOWN_MAX);

  const select = async (queries: Queries, keys: readonly MarkKey[]): Promise<Map<string, number>> => {
    const found = new Map<string, number>();
    if (keys.length === 0) return found;
    for (const row of await queries.run(selectMarks, columnsOf(keys)))
      found.set(keyText({ tenant: row.tenant_id, facet: row.facet, value: row.value }), row.mark);
    return found;
  };

  return {
    async number(queries, keys) {
      const told = new Map<string, number>();
      const unknown = new Map<string, MarkKey>();
      for (const key of keys) {
        const text = keyText(key);
        const known = numbers.get(text);
        if (known === undefined) unknown.set(text, key);
        else told.set(text, known);
      }
      if (unknown.size > 0) {
        const there = await select(queries, [...unknown.values()]);
        // Committed ones only: a number that a transaction has made and undone would stand for nothing.
        for (const [text, mark] of there) numbers.set(text, mark);
        const added = [...unknown].filter(([text]) => !there.has(text)).map(([, key]) => key);
        if (added.length > 0) await queries.run(insertMarks, columnsOf(added));
        for (const [text, mark] of [...there, ...(await select(queries, added))]) told.set(text, mark);
      }
      return (key) => {
        const mark = told.get(keyText(key));
        assert(mark !== undefined, `there is a mark for ${key.facet}`);
        return mark;
      };
    },
    async find(queries, keys) {
      return [...(await select(queries, keys)).values()];
    },
    async valuesOf(queries, marks) {
      const wanted = new Set(marks);
      const told = new Map<number, MarkValue>();
      const unknown: number[] = [];
      for (const mark of wanted) {
        const known = values.get(mark);
        if (known) told.set(mark, known);
        else unknown.push(mark);
      }
      if (unknown.length > 0) {
        for (const { mark, facet, value } of await queries.run(selectByNumber, [unknown])) {
          values.set(mark, { facet, value });
          told.set(mark, { facet, value });
        }
      }
      return told;
    },
    async list(queries, tenant, facet, from, limit) {
      return (await queries.run(selectOfFacet, [tenant, facet, from, limit])).map(({ value }) => value);
    },
  };
}

const columnsOf = (keys: readonly MarkKey[]): unknown[] => [
  keys.map((key) => key.tenant),
  keys.map((key) => key.facet),
  keys.map((key) => key.value),
];
