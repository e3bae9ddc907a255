import { assert } from '../../kernel/assert.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { LookUp } from '../../platform/lanes/index.ts';
import { recordSheet } from '../ledger/index.ts';
import { pricesLeft, type Basket, type Rulebook } from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { basketWithout } from './keep-points.ts';
import { findSale } from './plan-return.ts';
import { decidedLast } from './points-decided.ts';
import type { ReturnRecord } from './return-record.ts';
import { returnedSheet, type Returned } from './store/returned.ts';

/** What goods that came back have left of a receipt, and by what it is decided. `stays`: the same with the discounts that it still earns. */
export type WhatStays = {
  readonly rulebook: Rulebook;
  readonly rest: Basket;
  readonly stays: Basket;
  readonly earns: boolean;
  readonly agrees: boolean;
};

/** A return or a void in the journal, with its record. */
type Undoing = {
  readonly tenant: number;
  readonly lane: number;
  readonly seq: bigint;
  readonly kind: string;
  readonly record: ReturnRecord | undefined;
};

/**
 * The receipt as one of its returns, or its void, has left it: without what came back with it and before it. Decided by the version that stands
 * for the receipt. Refuses a return whose receipt is not there.
 */
export async function whatStaysAfter(
  deps: Pick<CheckoutDeps, 'rulebooks'>,
  look: LookUp,
  undoing: Undoing,
): Promise<({ readonly ok: true } & WhatStays) | Refusal<'checkout.operation.not_explained'>> {
  const { kind, record, tenant } = undoing;
  const place = record?.original && { lane: record.original.lane, seq: BigInt(record.original.seq) };
  const sale = place && (await findSale(look, { tenant }, place));
  const returned = place && (await look.row(returnedSheet, place));
  if (!sale || !returned) return refuse('checkout.operation.not_explained', { kind });
  const { rulebook, basket } = decidedLast(deps, sale, returned);
  if (!rulebook) return refuse('checkout.operation.not_explained', { kind });
  const rest = basketWithout(basket, await backBy(look, returned, undoing));
  return {
    ...{ ok: true, rulebook, rest, earns: sale.member !== undefined, agrees: record.hasDrifted !== true },
    stays: { ...rest, ...(rest.priced && { priced: pricesLeft(rulebook, basket, rest).stays }) },
  };
}

/** What had come back with an operation and those before it, in thousandths by line. */
async function backBy(
  look: LookUp,
  { by = [] }: Returned,
  { lane, seq }: Pick<Undoing, 'lane' | 'seq'>,
): Promise<ReadonlyMap<number, bigint>> {
  const back = new Map<number, bigint>();
  const upTo = by.findIndex(([, at, number]) => at === lane && BigInt(number) === seq);
  for (const [, at, number] of by.slice(0, upTo + 1)) {
    const kept = await look.row(recordSheet, { lane: at, seq: BigInt(number) });
    assert(kept, `return ${at}-${number} of a receipt is there`);
    for (const [line, quantity] of (kept.record as ReturnRecord).lines)
      back.set(line, (back.get(line) ?? 0n) + BigInt(quantity));
  }
  return back;
}
