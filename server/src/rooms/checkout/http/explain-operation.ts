import type { z } from 'zod';
import { explanationQuerySchema, operationPathSchema } from '../../../../../contract/checkout.ts';
import { explanationSchema } from '../../../../../contract/checkout-answers.ts';
import { assert } from '../../../kernel/assert.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import {
  adjudicate,
  discountsOf,
  discountText,
  grantText,
  notFiredText,
  otherPriceText,
  type Basket,
  type Language,
  type Rulebook,
} from '../../promotions/index.ts';
import type { ClaimRecord } from '../claim-record.ts';
import type { Checkout } from '../create-checkout.ts';
import { givesWhatWasKept } from '../grant-drift.ts';
import { basketOf, basketWithout, withBuyer } from '../keep-points.ts';
import type { SaleRecord } from '../record.ts';
import type { ReturnRecord } from '../return-record.ts';
import { whatStaysAfter, type WhatStays } from '../what-stays.ts';
import { operationOf, type OperationFound } from './find-operation.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

type Body = z.input<typeof explanationSchema>;

/** `GET /v1/operations/:operation/explanation` */
export const explainOperationEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/operations/:operation/explanation',
    summary: 'Explain what a sale earned and what was taken off it, or what stays of both after a return',
    description:
      'Which promotions fired and how, and why the others did not: decided again, by the version that decided then, on the facts ' +
      'that were kept. Of a return, what the goods that stayed earn: never more is kept than was granted, the rest was taken back.',
    scope: 'journal:read',
    tags: ['checkout'],
    params: operationPathSchema,
    query: explanationQuerySchema,
    answers: { 200: explanationSchema },
    refusals: ['checkout.operation.unknown', 'checkout.operation.not_explained'],
    handler: async ({ principal, params, query, language }) => {
      const outcome = await operationOf(checkout, principal, params.operation);
      if (!outcome.ok) return outcome;
      const { found } = outcome;
      const spoken = query.language ?? language;
      if (found.kind === 'checkout.return' || found.kind === 'checkout.void') {
        const record = found.record as ReturnRecord | undefined;
        const left = await whatStaysAfter(checkout, checkout.machine.look, {
          ...found,
          tenant: found.tenant_id,
          record,
        });
        if (!left.ok) return left;
        return { status: 200 as const, body: tell(checkout, found, { ...left, of: 'what_stays' }, spoken) };
      }
      if (found.kind !== 'checkout.sale' && found.kind !== 'checkout.claim') {
        return refuse('checkout.operation.not_explained', { kind: found.kind });
      }
      return { status: 200 as const, body: explain(checkout, found, spoken) };
    },
  });

function explain(checkout: Checkout, found: OperationFound, language: Language): Body {
  const record = found.record as SaleRecord | ClaimRecord;
  const rulebook = checkout.rulebooks.rulebook(record.rulebook);
  assert(rulebook, `rulebook ${record.rulebook} of a receipt is there`);
  const basket = basketDecided(record);
  const earns = record.basket.member !== undefined || 'buyer' in record;
  const { grants } = adjudicate(rulebook, basket);
  const agrees = earns ? givesWhatWasKept(grants, record.grants) : record.grants.length === 0;
  return tell(checkout, found, { of: 'receipt', rulebook, rest: basket, stays: basket, earns, agrees }, language);
}

/** Decides a basket, and says what fired and what did not; nothing of one that is empty. */
function tell(
  checkout: Checkout,
  found: OperationFound,
  { of, rulebook, rest, stays, earns, agrees }: WhatStays & { readonly of: Body['of'] },
  language: Language,
): Body {
  const { grants, notFired } =
    rest.lines.length === 0 ? { grants: [], notFired: [] } : adjudicate(rulebook, rest, { explain: true });
  const names = new Map(rulebook.content.promotions.map(({ code, name }) => [code, name?.[language]]));
  const named = ({ promotion }: { readonly promotion: string }): { name?: string } => {
    const name = names.get(promotion);
    return name === undefined || name === '' ? {} : { name };
  };
  const walletName = (code: string): string =>
    checkout.walletTypes.byCode(rulebook.program, code)?.name?.[language] ?? code;
  return {
    operation: checkout.tokens.encode('op', found.lane, found.seq),
    of,
    rulebook: rulebook.version,
    earns,
    agrees,
    fired: grants.map((grant) => ({
      promotion: grant.promotion,
      ...named(grant),
      version: grant.version,
      walletType: grant.walletType,
      points: formatQuantity(grant.points, grant.derivation.rule.decimals.points),
      // By the wallet's name, where its program gave it one.
      text: grantText({ ...grant, walletType: walletName(grant.walletType) }, language),
    })),
    discounts: pricesTold(rulebook, stays, language).map((one) => ({ ...one, ...named(one) })),
    notFired: notFired.map((one) => ({
      promotion: one.promotion,
      ...named(one),
      reason: one.reason,
      text: notFiredText(one, language),
    })),
  };
}

type PriceTold = Body['discounts'][number];

/** What acted on the price, in the order in which it did. */
const pricesTold = (rulebook: Rulebook, basket: Basket, language: Language): PriceTold[] => {
  const { discounts } = discountsOf(rulebook, basket);
  return (basket.priced ?? []).flatMap((one): PriceTold[] => {
    const { promotion, effect, perLine } = one;
    const off = discounts.find((other) => other.promotion === promotion && other.effect === effect);
    if (off)
      return [
        { promotion, amount: off.money, unit: basket.currency.code, text: discountText(rulebook, off, language) },
      ];
    return perLine.length === 0 ? [{ promotion, text: otherPriceText(rulebook, one, language) }] : [];
  });
};

/** The basket as it was decided: a claimed one had its member added, and lacked what had come back. */
export function basketDecided(record: SaleRecord | ClaimRecord): Basket {
  const basket = basketOf(record as SaleRecord);
  if (!('buyer' in record)) return basket;
  const back = new Map(
    Object.entries(record.returned ?? {}).map(([line, quantity]) => [Number(line), BigInt(quantity)]),
  );
  return basketWithout(withBuyer(basket, record), back);
}
