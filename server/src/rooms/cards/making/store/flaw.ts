import type { Queries } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';
import type { FlawCode, RowFlaw } from '../csv/flaws.ts';

export type LineFlaw = RowFlaw & { readonly line: number; readonly n: number };

type Row = { line: number; n: number; code: FlawCode; facts: Record<string, string> | null };

const insertRows = statement(
  'cards.insertMakingFlaws',
  `insert into cards.making_flaw (making, tenant_id, line, n, code, facts)
   select $1, $2, line, n, code, facts
     from unnest($3::int[], $4::smallint[], $5::text[], $6::jsonb[]) as found(line, n, code, facts)
   on conflict (making, line, n) do nothing`,
);
const deleteRows = statement('cards.deleteMakingFlaws', `delete from cards.making_flaw where making = $1`);
const selectRows = statement<Row>(
  'cards.selectMakingFlaws',
  `select line, n, code, facts from cards.making_flaw where making = $1 and (line, n) > ($2::int, $3::smallint) order by line, n limit $4`,
);
const selectLines = statement<{ line: number }>(
  'cards.selectWrongLines',
  `select distinct line from cards.making_flaw where making = $1 and line > $2 order by line limit $3`,
);
const countLines = statement<{ count: bigint }>(
  'cards.countWrongLines',
  `select count(distinct line) as count from cards.making_flaw where making = $1`,
);

export const insertFlaws = async (
  queries: Queries,
  tenant: number,
  making: bigint,
  flaws: readonly LineFlaw[],
): Promise<void> => {
  if (flaws.length === 0) return;
  await queries.run(insertRows, [
    making,
    tenant,
    flaws.map((one) => one.line),
    flaws.map((one) => one.n),
    flaws.map((one) => one.code),
    flaws.map((one) => (one.facts ? JSON.stringify(one.facts) : null)),
  ]);
};

export const deleteFlaws = (queries: Queries, making: bigint): Promise<unknown> => queries.run(deleteRows, [making]);

/** What is wrong with a file behind a place, in the order of its lines. */
export const listFlaws = async (
  queries: Queries,
  making: bigint,
  after: { line: number; n: number },
  limit: number,
): Promise<LineFlaw[]> =>
  (await queries.run(selectRows, [making, after.line, after.n, limit])).map(({ facts, ...row }) => ({
    ...row,
    ...(facts && { facts }),
  }));

export const countWrongLines = async (queries: Queries, making: bigint): Promise<number> =>
  Number((await queries.run(countLines, [making]))[0]?.count ?? 0n);

const LINES_AT_ONCE = 50_000;

/** The lines that are left out, to be asked in their order: one that was passed is forgotten. */
export function wrongLines(queries: Queries, making: bigint): { has(line: number): Promise<boolean> | boolean } {
  let lines: number[] = [];
  let at = 0;
  let last = 0;
  let isAll = false;
  const has = (line: number): Promise<boolean> | boolean => {
    while (at < lines.length && lines[at]! < line) at++;
    if (at < lines.length || isAll) return lines[at] === line;
    return more(line);
  };
  const more = async (line: number): Promise<boolean> => {
    lines = (await queries.run(selectLines, [making, last, LINES_AT_ONCE])).map((row) => row.line);
    at = 0;
    isAll = lines.length < LINES_AT_ONCE;
    last = lines.at(-1) ?? last;
    return has(line);
  };
  return { has };
}
