import { cardOf } from './base.ts';
import type { Script } from './load.ts';

export const CATEGORIES = ['food/dairy/milk', 'food/bakery', 'home/kitchen', 'drinks/soft', 'beauty'] as const;

/** A stream of numbers that is the same in every run (xorshift32): what the load asks. */
export function numbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export type Mix = {
  readonly run: string;
  readonly members: number;
  /** Whom the run begins with: on a base that is kept, runs that all asked the same would spend what the same few have until nothing is left. */
  readonly first: number;
  /** Share of sales that spend points, and of returns. */
  readonly spend: number;
  readonly back: number;
  /** Share of the sales that another member pays for with points, in another lane. */
  readonly twoLane: number;
  /** Every sale is this member's. */
  readonly hot?: number;
  readonly lanes: number;
};

const now = (): string => new Date().toISOString();

/** The sales mix: 5 lines, an identified member; some spend points, some bring back a line of a sale before. */
export function salesScript(mix: Mix): Script {
  const random = numbers(42);
  let n = 0;
  const last: (string | undefined)[] = [];
  return (connection) => {
    const dice = random();
    n++;
    const earlier = last[connection];
    if (dice < mix.back && earlier !== undefined) {
      last[connection] = undefined;
      const body = `{"reference":"${mix.run}-r${n}","occurredAt":"${now()}","original":{"reference":"${earlier}"},"lines":[{"line":2,"quantity":"1"}]}`;
      return { path: '/v1/returns', body };
    }
    const reference = `${mix.run}-${n}`;
    last[connection] = reference;
    return { path: '/v1/sales', body: saleBody(mix, reference, dice, random) };
  };
}

/** One sale as JSON text. */
export function saleBody(mix: Mix, reference: string, dice: number, random: () => number): string {
  const member = mix.hot ?? (mix.first + Math.floor(random() * mix.members)) % mix.members;
  let lines = '';
  for (let line = 1; line <= 5; line++) {
    const cents = 50 + Math.floor(random() * 2_000);
    const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    lines += `${line > 1 ? ',' : ''}{"sku":"sku-${Math.floor(random() * 9_000)}","category":"${CATEGORIES[line - 1]}","quantity":"${line === 2 ? 2 : 1}","amount":"${amount}"}`;
  }
  const isSpending = dice >= mix.back && dice < mix.back + mix.spend;
  let tenders = isSpending ? `,"tenders":[{"kind":"points","amount":"1.00"}]` : '';
  if (!isSpending && dice > 1 - mix.twoLane) {
    // The next member stands in the next lane.
    const other = (member + 1) % mix.members;
    tenders = `,"tenders":[{"kind":"points","amount":"0.20","payer":{"card":"${cardOf(other)}"}}]`;
  }
  return `{"reference":"${reference}","occurredAt":"${now()}","member":{"card":"${cardOf(member)}"},"currency":"EUR","lines":[${lines}]${tenders}}`;
}

/** Many sales in one request. */
export function batchScript(mix: Mix, size: number): Script {
  const random = numbers(43);
  let n = 0;
  return () => {
    let operations = '';
    for (let i = 0; i < size; i++) {
      const body = saleBody(mix, `${mix.run}-b${++n}`, random(), random);
      operations += `${i > 0 ? ',' : ''}{"op":"sale",${body.slice(1)}`;
    }
    return { path: '/v1/batch', body: `{"operations":[${operations}]}`, operations: size };
  };
}
