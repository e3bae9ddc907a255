import { assert } from '../../kernel/assert.ts';
import { compile } from '../promotions/index.ts';
import type { CompiledRulebook, RulebookContent } from '../promotions/index.ts';
import { Counter } from './counter.ts';
import { birthdayPages, countEvent, pagesOf, type Reads } from './pages.ts';
import type { CountingTask, Days, Stretch } from './stretch.ts';

const compiledOf = (content: RulebookContent): CompiledRulebook => {
  const result = compile(content);
  assert(result.ok, 'what is simulated was checked before');
  return result.compiled;
};

/** A counter for a task: both rulebooks made ready once. */
export const counterOf = ({ draft, today, todayNumber, obeysLimits }: CountingTask): Counter =>
  new Counter(compiledOf(draft), compiledOf(today), todayNumber, { obeysLimits });

/** Counts a stretch of a lane, or the birthdays of some days, page by page. `onRows` hears how many rows were passed. */
export const countStretch = async (
  reads: Reads,
  stretch: Stretch | Days,
  counter: Counter,
  onRows: (rows: number) => void,
): Promise<void> => {
  const isOfLane = 'lane' in stretch;
  const next = isOfLane ? pagesOf(reads, stretch) : birthdayPages(reads, stretch);
  const lane = isOfLane ? stretch.lane : 0;
  for (let page = await next(); page !== undefined; page = await next()) {
    for (const event of page.events) countEvent(counter, lane, event, page);
    onRows(page.rows);
  }
};
