import { aloneQuery, aloneSchema } from '../../../../../contract/staff.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { CARDS_UNIT, MONEY } from '../bound.ts';
import { SELF } from '../own-permission.ts';
import { actorOf, roomEndpoint } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';

/** `GET /v1/portal/alone` */
export const getAlone = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/portal/alone',
    summary: 'What you may still do by hand without a second person',
    description: 'Of one kind of act and one unit, by your roles of the whole tenant and what you did within 24 hours.',
    scope: SELF,
    tags: ['portal'],
    query: aloneQuery,
    answers: { 200: aloneSchema },
    refusals: ['staff.role.unknown_unit'],
    handler: async ({ principal, query: { kind, unit } }) => {
      const { tenant } = principal;
      // Of currencies together only the bound of one act is told: what was moved counts in each.
      const decimals = unit === CARDS_UNIT || unit === MONEY ? 0 : deps.decimalsOf(tenant, unit);
      if (decimals === undefined) return refuse('staff.role.unknown_unit', { unit });
      const now = await deps.staff.approvals.aloneNow({ tenant, by: actorOf(principal), kind, unit });
      const text = (amount: bigint): string => formatQuantity(amount, decimals);
      return { status: 200 as const, body: { upTo: text(now?.upTo ?? 0n), left: text(now?.left ?? 0n) } };
    },
  });
