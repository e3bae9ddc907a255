import { reportSignalsQuerySchema, reportSignalsSchema } from '../../../../../contract/reports.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { listSignals } from '../list-signals.ts';
import { roomEndpoint, SCOPE, sightOf, TAGS, type ReportRouteDeps } from './room-endpoint.ts';

/** `GET /v1/reports/signals` */
export const listSignalsEndpoint = ({ reports }: ReportRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/reports/signals',
    summary: 'Count a promotion by cashier, till or outlet',
    description:
      'On how many receipts it acted, by whom: what a limit by cashier, till or outlet would have counted. Those are signals and no conditions: ' +
      'seconds late, and nothing is stopped by them.',
    scope: SCOPE,
    tags: TAGS,
    query: reportSignalsQuerySchema,
    answers: { 200: reportSignalsSchema },
    refusals: [
      'partners.credential.beyond_own',
      'reports.filter.unknown',
      'reports.filter.period',
      'reports.signals.period',
    ],
    handler: async ({ principal, query }) => {
      // Who works at the outlets of others is nobody's business who is bound to one.
      if (query.by === 'cashier' && !speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const { promotion, by, over } = query;
      const [from, to] = [parseLocalDate(query.from), parseLocalDate(query.to)];
      if (from === undefined || to === undefined)
        return refuse('reports.filter.unknown', { what: 'day', value: from === undefined ? query.from : query.to });
      const found = await listSignals(reports, sightOf(reports, principal), { promotion, by, over, from, to });
      if (!found.ok) return found;
      const settings = reports.partners.settings();
      const items = found.signals.map(({ cashier, outlet, terminal, receipts, days }) => ({
        ...(outlet > 0 && { outlet: settings.outlet(outlet).code }),
        ...(terminal > 0 && { terminal: settings.terminal(terminal).code }),
        ...(cashier !== undefined && { cashier }),
        ...{ receipts, days },
      }));
      return { status: 200 as const, body: { items } };
    },
  });
