import { reportChoicesQuerySchema, reportChoicesSchema } from '../../../../../contract/reports.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { listChoices } from '../list-choices.ts';
import { roomEndpoint, SCOPE, TAGS, type ReportRouteDeps } from './room-endpoint.ts';

/** `GET /v1/reports/choices` */
export const listChoicesEndpoint = ({ reports }: ReportRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/reports/choices',
    summary: 'List what operations may be filtered by',
    description:
      'Kinds, promotions and cashiers that stand on at least one operation. Outlets, wallet types and card ranges have lists of their own.',
    scope: SCOPE,
    tags: TAGS,
    query: reportChoicesQuerySchema,
    answers: { 200: reportChoicesSchema },
    refusals: ['partners.credential.beyond_own'],
    handler: async ({ principal, query }) => {
      // Who works at the outlets of others is nobody's business who is bound to one.
      if (query.of === 'cashiers' && !speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const values = await listChoices(reports, principal.tenant, query);
      return { status: 200 as const, body: { values: [...values] } };
    },
  });
