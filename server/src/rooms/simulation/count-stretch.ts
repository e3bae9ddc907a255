import { assert } from '../../kernel/assert.ts';
import type { Queries } from '../../platform/database/database.ts';
import { openPastSale, readPastReturns, readPastSales } from '../checkout/index.ts';
import type { PackedSale, PastReturn } from '../checkout/index.ts';
import { compile } from '../promotions/index.ts';
import type { CompiledRulebook, RulebookContent } from '../promotions/index.ts';
import { Counter } from './counter.ts';
import { PAGE_ROWS } from './stretch.ts';
import type { CountingTask, Stretch } from './stretch.ts';

const compiledOf = (content: RulebookContent): CompiledRulebook => {
  const result = compile(content);
  assert(result.ok, 'what is simulated was checked before');
  return result.compiled;
};

/** A counter for a task: both rulebooks made ready once. */
export const counterOf = ({ draft, today, todayNumber, obeysLimits }: CountingTask): Counter =>
  new Counter(compiledOf(draft), compiledOf(today), todayNumber, { obeysLimits });

/** Sales of a page with what has come back of them, and how many rows of the journal were passed for it. */
export type Page = {
  readonly sales: readonly PackedSale[];
  readonly returns: ReadonlyMap<bigint, PastReturn>;
  readonly rows: number;
};

/** The pages of a stretch, in their order; the next one is on its way while one is looked at. Undefined behind the last. */
export const pagesOf = (
  queries: Queries,
  { program, from, before }: CountingTask,
  { lane, after, upto }: Stretch,
  pageRows = PAGE_ROWS,
): (() => Promise<Page | undefined>) => {
  const read = (start: bigint): Promise<Page> | undefined => {
    if (start >= upto) return undefined;
    const end = start + pageRows < upto ? start + pageRows : upto;
    const asked = { lane, after: start, upto: end, program, from, before };
    return Promise.all([readPastSales(queries, asked), readPastReturns(queries, asked)]).then(([sales, returns]) => ({
      ...{ sales, returns, rows: Number(end - start) },
    }));
  };
  let next = after;
  let coming: Promise<Page> | undefined;
  const advance = (): Promise<Page> | undefined => {
    const page = read(next);
    // Nobody may look at it yet, and a failure must not go unheard meanwhile.
    page?.catch(() => undefined);
    next += pageRows;
    return page;
  };
  coming = advance();
  return async () => {
    const page = await coming;
    coming = page === undefined ? undefined : advance();
    return page;
  };
};

/** Counts a stretch page by page. `onRows` hears how many were passed. */
export const countStretch = async (
  queries: Queries,
  task: CountingTask,
  stretch: Stretch,
  counter: Counter,
  onRows: (rows: number) => void,
): Promise<void> => {
  const next = pagesOf(queries, task, stretch);
  for (let page = await next(); page !== undefined; page = await next()) {
    const { sales, returns, rows } = page;
    for (const packed of sales)
      counter.take(
        openPastSale(packed),
        stretch.lane,
        packed.owner,
        returns.size > 0 ? returns.get(packed.seq) : undefined,
      );
    onRows(rows);
  }
};
