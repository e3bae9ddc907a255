import type { z } from 'zod';
import { signalPageSchema, signalQuerySchema } from '../../../../../contract/signals.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import type { Principal } from '../../partners/index.ts';
import type { SignalFilter } from '../read/signals.ts';
import type { SignalAction } from '../watch.ts';
import { READ, roomEndpoint, sightOf, TAGS, type FraudRouteDeps } from './room-endpoint.ts';
import { signalBodies } from './signal-body.ts';

const NUMBER = /^\d{1,18}$/;

/** `GET /v1/signals` */
export const listSignalsEndpoint = (deps: FraudRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/signals',
    summary: 'List signals',
    description:
      'Counts at the hands of one cashier, till or outlet that went over what a promotion says; the last raised first. Seconds late, and no sale ' +
      'was stopped or changed by them. Whoever is bound to places sees those of his outlets.',
    scope: READ,
    tags: TAGS,
    query: signalQuerySchema,
    answers: { 200: signalPageSchema },
    refusals: ['http.cursor.malformed', 'fraud.filter.unknown'],
    handler: async ({ principal, query }) => {
      const read = readFilter(deps, principal, query);
      if (!read.ok) return read;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const before = cursor?.key[0];
      if (before !== undefined && !NUMBER.test(before)) return refuse('http.cursor.malformed');
      const rows = await deps.fraud.list(sightOf(deps, principal), read.filter, {
        ...{ before: before === undefined ? undefined : BigInt(before), limit: query.limit + 1 },
      });
      const page = pageOfRows(
        rows,
        query.limit,
        (row) => row,
        ({ signal }) => [String(signal)],
      );
      return { status: 200 as const, body: { ...page, items: await signalBodies(deps, page.items) } };
    },
  });

function readFilter(
  { programs, partners }: Pick<FraudRouteDeps, 'programs' | 'partners'>,
  { tenant }: Principal,
  { state, action, promotion, per, ...query }: z.output<typeof signalQuerySchema>,
): Ok<{ filter: SignalFilter }> | Refusal<'fraud.filter.unknown'> {
  const unknown = (what: string, value: string) => refuse('fraud.filter.unknown', { what, value });
  const program = query.program === undefined ? undefined : programs.settings().programByCode(tenant, query.program);
  if (query.program !== undefined && program === undefined) return unknown('program', query.program);
  const outlet = query.outlet === undefined ? undefined : partners.settings().outletByCode(tenant, query.outlet);
  if (query.outlet !== undefined && outlet === undefined) return unknown('outlet', query.outlet);
  const [from, until] = [query.from, query.to].map((day) => (day === undefined ? undefined : parseLocalDate(day)));
  if (query.from !== undefined && from === undefined) return unknown('day', query.from);
  if (query.to !== undefined && until === undefined) return unknown('day', query.to);
  const actions = action?.split(',') as SignalAction[] | undefined;
  const places = { program: program?.program, outlet: outlet?.outlet };
  return { ok: true, filter: { state, actions, promotion, per, ...places, from, until } };
}
