import { assert } from '../../../kernel/assert.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { recordSheet } from '../../ledger/index.ts';
import { pricesLeft, type Basket, type Rulebook } from '../../promotions/index.ts';
import type { Checkout } from '../create-checkout.ts';
import { basketWithout } from '../keep-points.ts';
import { findSale } from '../plan-return.ts';
import { decidedLast } from '../points-decided.ts';
import type { ReturnRecord } from '../return-record.ts';
import { returnedSheet, type Returned } from '../store/returned.ts';
import type { OperationFound } from './find-operation.ts';

/** What goods that came back have left of a receipt, and by what it is decided. `stays`: the same with the discounts that it still earns. */
export type WhatStays = {
  readonly rulebook: Rulebook;
  readonly rest: Basket;
  readonly stays: Basket;
  readonly earns: boolean;
  readonly agrees: boolean;
};

/**
 * The receipt as one of its returns, or its void, has left it: without what came back with it and before it. Decided by the version that stands
 * for the receipt. Refuses a return whose receipt is not there.
 */
export async function whatStaysAfter(
  checkout: Checkout,
  found: OperationFound,
): Promise<({ readonly ok: true } & WhatStays) | Refusal<'checkout.operation.not_explained'>> {
  const record = found.record as ReturnRecord | undefined;
  const { look } = checkout.machine;
  const place = record?.original && { lane: record.original.lane, seq: BigInt(record.original.seq) };
  const sale = place && (await findSale(look, found.tenant_id, place));
  const returned = place && (await look.row(returnedSheet, place));
  if (!sale || !returned) return refuse('checkout.operation.not_explained', { kind: found.kind });
  const { rulebook, basket } = decidedLast(checkout, sale, returned);
  if (!rulebook) return refuse('checkout.operation.not_explained', { kind: found.kind });
  const rest = basketWithout(basket, await backBy(checkout, returned, found));
  return {
    ...{ ok: true, rulebook, rest, earns: sale.member !== undefined, agrees: record.hasDrifted !== true },
    stays: { ...rest, ...(rest.priced && { priced: pricesLeft(rulebook, basket, rest).stays }) },
  };
}

/** What had come back with an operation and those before it, in thousandths by line. */
async function backBy(
  { machine }: Checkout,
  { by = [] }: Returned,
  { lane, seq }: OperationFound,
): Promise<ReadonlyMap<number, bigint>> {
  const back = new Map<number, bigint>();
  const upTo = by.findIndex(([, at, number]) => at === lane && BigInt(number) === seq);
  for (const [, at, number] of by.slice(0, upTo + 1)) {
    const kept = await machine.look.row(recordSheet, { lane: at, seq: BigInt(number) });
    assert(kept, `return ${at}-${number} of a receipt is there`);
    for (const [line, quantity] of (kept.record as ReturnRecord).lines)
      back.set(line, (back.get(line) ?? 0n) + BigInt(quantity));
  }
  return back;
}
