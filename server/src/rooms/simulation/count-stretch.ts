import { assert } from '../../kernel/assert.ts';
import type { Queries } from '../../platform/database/database.ts';
import { openPastSale, readPastSales } from '../checkout/index.ts';
import type { PackedSale } from '../checkout/index.ts';
import { compile } from '../promotions/index.ts';
import type { CompiledRulebook, RulebookContent } from '../promotions/index.ts';
import { PAGE_ROWS } from './stretch.ts';
import type { CountingTask, Stretch } from './stretch.ts';
import { Counter } from './tally.ts';

const compiledOf = (content: RulebookContent): CompiledRulebook => {
  const result = compile(content);
  assert(result.ok, 'what is simulated was checked before');
  return result.compiled;
};

/** A counter for a task: both rulebooks made ready once. */
export const counterOf = ({ draft, today, todayNumber }: CountingTask): Counter => {
  const counter = new Counter(compiledOf(draft), compiledOf(today), todayNumber);
  const budgeted = new Set(
    draft.promotions
      .filter((promotion) => ((promotion as { readonly limits?: readonly unknown[] }).limits?.length ?? 0) > 0)
      .map(({ code }) => code),
  );
  counter.hasBudget = (code) => budgeted.has(code);
  return counter;
};

/** Counts a stretch page by page; the next page is on its way while one is counted. `onRows` hears how many were passed. */
export const countStretch = async (
  queries: Queries,
  { program, from, before }: CountingTask,
  { lane, after, upto }: Stretch,
  counter: Counter,
  onRows: (rows: number) => void,
): Promise<void> => {
  const read = (start: bigint): Promise<readonly PackedSale[]> | undefined => {
    if (start >= upto) return undefined;
    const end = start + PAGE_ROWS < upto ? start + PAGE_ROWS : upto;
    return readPastSales(queries, { lane, after: start, upto: end, program, from, before });
  };
  let start = after;
  let coming = read(start);
  while (coming !== undefined) {
    const page = await coming;
    const next = start + PAGE_ROWS;
    coming = read(next);
    // Nobody may look at it yet, and a failure must not go unheard meanwhile.
    coming?.catch(() => undefined);
    for (const packed of page) counter.take(openPastSale(packed), `${lane}/${packed.owner}`);
    onRows(Number((next < upto ? next : upto) - start));
    start = next;
  }
};
