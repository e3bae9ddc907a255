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
  type Grant,
  type Language,
  type Rulebook,
} from '../../promotions/index.ts';
import type { ClaimRecord } from '../claim-record.ts';
import type { Checkout } from '../create-checkout.ts';
import { basketOf, basketWithout, withBuyer } from '../keep-points.ts';
import type { KeptGrant, SaleRecord } from '../record.ts';
import { operationOf, type OperationFound } from './find-operation.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

type Body = z.input<typeof explanationSchema>;

/** `GET /v1/operations/:operation/explanation` */
export const explainOperationEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/operations/:operation/explanation',
    summary: 'Explain what a sale earned, and what was taken off it',
    description:
      'Which promotions fired and how, and why the others did not: decided again, by the version that decided then, on the facts ' +
      'that were kept.',
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
      if (found.kind !== 'checkout.sale' && found.kind !== 'checkout.claim') {
        return refuse('checkout.operation.not_explained', { kind: found.kind });
      }
      return { status: 200 as const, body: explain(checkout, found, query.language ?? language) };
    },
  });

function explain(checkout: Checkout, found: OperationFound, language: Language): Body {
  const record = found.record as SaleRecord | ClaimRecord;
  const rulebook = checkout.rulebooks.rulebook(record.rulebook);
  assert(rulebook, `rulebook ${record.rulebook} of a receipt is there`);
  const basket = basketDecided(record);
  const { grants, notFired } = adjudicate(rulebook, basket, { explain: true });
  const names = new Map(rulebook.content.promotions.map(({ code, name }) => [code, name?.[language]]));
  const named = ({ promotion }: { readonly promotion: string }): { name?: string } => {
    const name = names.get(promotion);
    return name === undefined || name === '' ? {} : { name };
  };
  const walletName = (code: string): string =>
    checkout.walletTypes.byCode(rulebook.program, code)?.name?.[language] ?? code;
  const earns = record.basket.member !== undefined || 'buyer' in record;
  return {
    operation: checkout.tokens.encode('op', found.lane, found.seq),
    rulebook: rulebook.version,
    earns,
    agrees: !earns || isSame(grants, record.grants),
    fired: grants.map((grant) => ({
      promotion: grant.promotion,
      ...named(grant),
      version: grant.version,
      walletType: grant.walletType,
      points: formatQuantity(grant.points, grant.derivation.rule.decimals.points),
      // By the wallet's name, where its program gave it one.
      text: grantText({ ...grant, walletType: walletName(grant.walletType) }, language),
    })),
    discounts: pricesTold(rulebook, basket, language).map((one) => ({ ...one, ...named(one) })),
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

const isSame = (now: readonly Grant[], then: readonly KeptGrant[]): boolean =>
  now.length === then.length &&
  now.every((grant, at) => grant.promotion === then[at]?.promotion && grant.points === BigInt(then[at].points));
