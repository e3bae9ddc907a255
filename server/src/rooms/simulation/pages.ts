import type { Instant } from '../../kernel/instant.ts';
import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import { createZone } from '../../kernel/zone.ts';
import type { Queries } from '../../platform/database/database.ts';
import { openPastSale, readPastReturns, readPastSales, type PackedSale, type PastReturn } from '../checkout/index.ts';
import {
  openPastOccasion,
  readPastOccasions,
  readReversed,
  readUnkeptBirthdays,
  readUnkeptEnrolments,
  type Calendar,
  type PastOccasion,
} from '../occasions/index.ts';
import type { Counter } from './counter.ts';
import { PAGE_ROWS, type CountingTask, type Days, type Stretch } from './stretch.ts';

/** An occasion on a page: of the journal, or one that left no entry in it. */
type Occasioned = {
  readonly seq: bigint;
  readonly occurredAt: number;
  readonly lane: number;
  readonly owner: bigint;
  readonly open: () => PastOccasion;
  readonly isReversed: boolean;
};

/** What happened on a stretch of the journal, in the order of its numbers, and how many rows were passed for it. */
export type Page = {
  readonly events: readonly (PackedSale | Occasioned)[];
  readonly returns: ReadonlyMap<bigint, PastReturn>;
  readonly rows: number;
};

const NO_RETURNS: ReadonlyMap<bigint, PastReturn> = new Map();

/** Counts what happened; `lane` is that of the page. */
export const countEvent = (counter: Counter, lane: number, event: Page['events'][number], { returns }: Page): void => {
  if ('open' in event) counter.takeOccasion(event.open(), event.lane, event.owner, event.isReversed);
  else counter.take(openPastSale(event), lane, event.owner, returns.size > 0 ? returns.get(event.seq) : undefined);
};

/** The next page is on its way while one is looked at. Undefined behind the last. */
const readAhead = (read: () => Promise<Page | undefined> | undefined): (() => Promise<Page | undefined>) => {
  const advance = (): Promise<Page | undefined> | undefined => {
    const page = read();
    // Nobody may look at it yet, and a failure must not go unheard meanwhile.
    page?.catch(() => undefined);
    return page;
  };
  let coming = advance();
  return async () => {
    const page = await coming;
    coming = page === undefined ? undefined : advance();
    return page;
  };
};

export type Reads = {
  readonly queries: Queries;
  readonly task: CountingTask;
  /** Occasions that somebody answers. */
  readonly answers: ReadonlySet<string>;
};

/** The pages of a stretch, in their order. Where nobody answers occasions, they are not read. */
export const pagesOf = (
  { queries, task, answers }: Reads,
  { lane, after, upto }: Stretch,
  pageRows = PAGE_ROWS,
): (() => Promise<Page | undefined>) => {
  const { program, from, before } = task;
  const calendar = calendarOf(task);
  let next = after;
  return readAhead(() => {
    if (next >= upto) return undefined;
    const start = next;
    const end = start + pageRows < upto ? start + pageRows : upto;
    next = end;
    const asked = { lane, after: start, upto: end, program, from, before };
    const sold = [readPastSales(queries, asked), readPastReturns(queries, asked)] as const;
    const rows = Number(end - start);
    if (answers.size === 0) return Promise.all(sold).then(([events, returns]) => ({ events, returns, rows }));
    const joined = answers.has('enrolment') ? readUnkeptEnrolments(queries, calendar, asked) : [];
    return Promise.all([...sold, readPastOccasions(queries, asked), readReversed(queries, asked), joined]).then(
      ([sales, returns, occasions, reversed, enrolments]) => ({
        events: [
          ...sales,
          ...occasions.map((packed): Occasioned => ({
            ...{ seq: packed.seq, occurredAt: packed.occurredAt, lane, owner: packed.owner },
            open: () => openPastOccasion(packed),
            isReversed: reversed.has(packed.seq),
          })),
          ...enrolments.map((one): Occasioned => ({ ...one, open: () => one.occasion, isReversed: false })),
        ].sort((a, b) => (a.seq < b.seq ? -1 : 1)),
        ...{ returns, rows },
      }),
    );
  });
};

/** Birthdays without an entry in the journal, day by day and on each day in the order in which they occurred: at most `pageRows` on a page. */
export const birthdayPages = (
  { queries, task }: Reads,
  { first, last }: Days,
  pageRows = PAGE_ROWS,
): (() => Promise<Page | undefined>) => {
  const { from, until } = task;
  const calendar = calendarOf(task);
  const pages = (async function* (): AsyncGenerator<Page, undefined> {
    for (let day: LocalDate = first; day <= last; day = addDays(day, 1)) {
      for await (const unkept of readUnkeptBirthdays(queries, calendar, day, Number(pageRows))) {
        const events = unkept
          .filter(({ occurredAt }) => occurredAt >= from && occurredAt < until)
          .map((one): Occasioned => ({ ...one, open: () => one.occasion, isReversed: false }));
        yield { events, returns: NO_RETURNS, rows: 0 };
      }
    }
    return undefined;
  })();
  return readAhead(() => pages.next().then(({ value }) => value));
};

const calendarOf = ({ program, calendar }: CountingTask): Calendar => ({
  ...calendar,
  program,
  zone: createZone(calendar.zone),
});

/** The days of a time in a calendar on which somebody may have had his birthday as a member; undefined where there are none. */
export const daysOf = (
  { calendar, from, until }: Pick<CountingTask, 'calendar' | 'from' | 'until'>,
  firstEnrolment: Instant | undefined,
): Days | undefined => {
  if (firstEnrolment === undefined) return undefined;
  const begins = from > firstEnrolment ? from : firstEnrolment;
  if (begins >= until) return undefined;
  const { localOf } = createZone(calendar.zone);
  return { first: localOf(begins).date, last: localOf((until - 1) as Instant).date };
};
