import { budgetListSchema, rulebookProgramPathSchema } from '../../../../../contract/promotions.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from './find-program.ts';
import type { PromotionRouteDeps } from './find-program.ts';

/** `GET /v1/programs/:program/budgets` */
export const listBudgets = ({ promotions, programs }: PromotionRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/programs/:program/budgets',
    summary: 'List the budgets of promotions: spent, reserved, left, and when they end at this rate',
    description: 'Of the rulebook in force, in every period that was used and in the one that today falls in.',
    scope: 'promotions:read',
    tags: ['promotions'],
    params: rulebookProgramPathSchema,
    answers: { 200: budgetListSchema },
    refusals: FIND_PROGRAM_REFUSALS,
    handler: async ({ principal, params }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      const budgets = await promotions.budgets(found.program);
      return {
        status: 200 as const,
        body: {
          items: budgets.map((one) => {
            const text = (amount: bigint): string => formatQuantity(amount, one.decimals);
            return {
              ...{ promotion: one.promotion, per: one.per, of: one.of },
              ...(one.name === undefined ? {} : { name: one.name, promotions: [...one.promotions] }),
              ...(one.outlet === '' ? {} : { outlet: one.outlet }),
              ...(one.isForEver ? {} : { firstOn: one.from, lastOn: one.until }),
              ...{
                budget: text(one.budget),
                spent: text(one.spent),
                reserved: text(one.reserved),
                left: text(one.left),
              },
              ...(one.endsOn === undefined ? {} : { endsOn: one.endsOn }),
            };
          }),
        },
      };
    },
  });
