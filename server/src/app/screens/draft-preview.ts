import type { z } from 'zod';
import { draftPathSchema } from '../../../../contract/rulebook-versions.ts';
import { draftPreviewInputSchema, draftPreviewSchema } from '../../../../contract/screens-drafts.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse } from '../../kernel/refusal.ts';
import { BATCH_BODY_BYTES_MAX } from '../../platform/http/endpoint.ts';
import { basketDecided, operationOf, type SaleRecord } from '../../rooms/checkout/index.ts';
import { speaksForTenant } from '../../rooms/partners/index.ts';
import { adjudicate, grantText, notFiredText } from '../../rooms/promotions/index.ts';
import type { House } from '../compose.ts';
import { screenEndpoint } from './screen-endpoint.ts';

type Body = z.input<typeof draftPreviewSchema>;
type Granted = { readonly walletType: string; readonly points: bigint };

/** `POST /v1/programs/:program/rulebook-drafts/:draft/preview` */
export const draftPreviewEndpoint = (house: House) =>
  screenEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/rulebook-drafts/:draft/preview',
    repeats: 'reads',
    summary: 'Try a draft on a sale that was really there',
    description:
      'Decided in memory on the facts that were kept with the sale, as the draft was saved or as it is being typed. Nothing is booked.',
    scope: 'promotions:read',
    tags: ['screens'],
    params: draftPathSchema,
    body: draftPreviewInputSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: draftPreviewSchema },
    refusals: [
      'programs.program.not_found',
      'promotions.draft.not_found',
      'checkout.operation.unknown',
      'checkout.operation.not_explained',
      'promotions.rulebook.malformed',
      'promotions.rulebook.unknown_field',
      'promotions.rulebook.unknown_kind',
      'promotions.rulebook.unknown_group',
      'promotions.rulebook.expression_invalid',
      'promotions.rulebook.unknown_wallet_type',
      'promotions.rulebook.unknown_promotion',
      'promotions.rulebook.code_taken',
      'promotions.rulebook.exclusives_overlap',
      'promotions.rulebook.expression_too_dear',
      'promotions.rulebook.not_above_zero',
      'promotions.rulebook.never_fires',
      'promotions.limit.is_signal',
      'promotions.limit.malformed',
    ] as readonly string[],
    examples: { body: { operation: `op_${'0'.repeat(26)}` } },
    handler: async ({ principal, params, body, language }) => {
      const program = house.programs.settings().programByCode(principal.tenant, params.program);
      if (!program || !speaksForTenant(principal))
        return refuse('programs.program.not_found', { program: params.program });
      const draft = await house.versions.find(program.program, params.draft);
      if (!draft.ok) return draft;
      const checked = house.promotions.check(program.program, body.content ?? draft.draft.content);
      if (!checked.ok) return checked;
      const outcome = await operationOf(house.checkout, principal, body.operation);
      if (!outcome.ok) return outcome;
      const { kind, record } = outcome.found;
      if (kind !== 'checkout.sale') return refuse('checkout.operation.not_explained', { kind });
      const sale = record as SaleRecord;
      const { grants, notFired } = adjudicate(checked.compiled, basketDecided(sale), { explain: true });
      const told = body.language ?? language;
      const decimals = (walletType: string): number => decimalsOf(house, program.program, walletType);
      const before = sale.grants.map(({ wallet, points }) => ({ walletType: wallet, points: BigInt(points) }));
      const answer: Body = {
        operation: body.operation,
        wallets: sumsOf(before, grants).map(({ walletType, was, is }) => ({
          walletType,
          before: formatQuantity(was, decimals(walletType)),
          after: formatQuantity(is, decimals(walletType)),
        })),
        fired: grants.map((grant) => ({
          promotion: grant.promotion,
          walletType: grant.walletType,
          points: formatQuantity(grant.points, decimals(grant.walletType)),
          text: grantText(grant, told),
        })),
        notFired: notFired.map((one) => ({
          promotion: one.promotion,
          reason: one.reason,
          text: notFiredText(one, told),
        })),
      };
      return { status: 200 as const, body: answer };
    },
  });

const decimalsOf = ({ walletTypes, programs }: House, program: number, code: string): number => {
  const type = walletTypes.byCode(program, code);
  return type === undefined ? 0 : programs.settings().unit(type.unit).decimals;
};

/** Points by wallet type: as they were granted, and as the draft would. */
function sumsOf(before: readonly Granted[], after: readonly Granted[]) {
  const sum = (all: readonly Granted[], walletType: string): bigint =>
    all.filter((one) => one.walletType === walletType).reduce((total, { points }) => total + points, 0n);
  const types = [...new Set([...before, ...after].map(({ walletType }) => walletType))].sort();
  return types.map((walletType) => ({ walletType, was: sum(before, walletType), is: sum(after, walletType) }));
}
