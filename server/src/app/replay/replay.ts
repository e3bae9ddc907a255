import { assert } from '../../kernel/assert.ts';
import type { House } from '../compose.ts';
import {
  addFigures,
  countRead,
  countRejected,
  countReturn,
  countSale,
  noFigures,
  unaccounted,
  unaccountedLines,
  type Figures,
} from './figures.ts';
import { openPlace } from './place.ts';
import type { ReplaySource } from './replayed.ts';
import { createTeller } from './teller.ts';
import { openWindow } from './window.ts';

/** What a replay has done. */
export type Replay = {
  readonly days: ReadonlyMap<string, Figures>;
  readonly whole: Figures;
  readonly members: { readonly enrolled: number; readonly known: number };
  /** Sales, returns and enrolments that were told. */
  readonly operations: number;
  /** From the first line read to the last answer; opening the place and verifying are not in it. */
  readonly seconds: number;
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly sourceDecimals: number;
  /** Why the totals do not agree; empty when every line and every step of money has its place. */
  readonly disagreements: readonly string[];
};

export type ReplayOptions = {
  readonly windowSize?: number;
  readonly onProgress?: (done: number, total: number, day: string) => void;
};

// Enough that batches fill while others commit, and few enough that nobody waits past a till's patience.
const WINDOW_SIZE = 300;

/**
 * Feeds a source through the house as notices, in the order of time, members before their first receipt. What belongs to one
 * member is told one after another: a receipt that has to be told twice would else come after the next, which then were the
 * first. So a source gives the same whatever the load. Running it again, whole or in parts, changes nothing: every operation has
 * the reference of its place in the source.
 */
export async function replay(house: House, source: ReplaySource, options: ReplayOptions = {}): Promise<Replay> {
  const place = await openPlace(house, source.place);
  const { currency } = house.programs.settings().program(place.program);
  const teller = createTeller(house, place);
  const window = openWindow(options.windowSize ?? WINDOW_SIZE);
  const days = new Map<string, Figures>();
  const seen = new Set<string>();
  const members = { enrolled: 0, known: 0 };
  let operations = 0;
  const figuresOf = (day: string): Figures => {
    let figures = days.get(day);
    if (!figures) days.set(day, (figures = noFigures()));
    return figures;
  };

  const begun = performance.now();
  for await (const one of source.read()) {
    const figures = figuresOf(one.day);
    if (one.is === 'read') {
      countRead(figures, one);
      options.onProgress?.(one.done, one.total, one.day);
    } else if (one.is === 'rejected') countRejected(figures, one);
    else if (one.is === 'return') {
      operations++;
      await window.push(one.chain, async () => countReturn(figures, one, await teller.return(one), currency.decimals));
    } else {
      const { member } = one;
      if (member !== undefined && !seen.has(member)) {
        seen.add(member);
        operations++;
        await window.push(one.chain, async () => {
          const outcome = await teller.member(member, one.outlet, one.occurredAt);
          assert(outcome.ok, `member ${member} was refused: ${'refusal' in outcome ? outcome.refusal : ''}`);
          members[outcome.repeated ? 'known' : 'enrolled']++;
        });
      }
      operations++;
      await window.push(one.chain, async () => countSale(figures, one, await teller.sale(one), currency.decimals));
    }
  }
  await window.finish();
  const seconds = (performance.now() - begun) / 1_000;

  const whole = noFigures();
  for (const figures of days.values()) addFigures(whole, figures);
  const disagreements = disagreementsOf(days, source.decimals, currency);
  return {
    days,
    whole,
    members,
    operations,
    seconds,
    currency,
    sourceDecimals: source.decimals,
    disagreements,
  };
}

/** Day by day: lines without a fate, money that is in no total, operations that were booked with another amount. */
function disagreementsOf(
  days: Replay['days'],
  sourceDecimals: number,
  { code, decimals }: Replay['currency'],
): string[] {
  const stepsPerCurrencyStep = 10n ** BigInt(sourceDecimals - decimals);
  return [...days].flatMap(([day, figures]) => {
    const lines = unaccountedLines(figures);
    const money = unaccounted(figures, stepsPerCurrencyStep);
    return [
      ...(lines === 0 ? [] : [`${day}: ${lines} lines have no fate`]),
      ...(money === 0n ? [] : [`${day}: ${money} steps of 10^-${sourceDecimals} ${code} are in no total`]),
      ...figures.differing.map((reference) => `${day}: ${reference} was booked with another amount`),
    ];
  });
}
