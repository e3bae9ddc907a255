import type { z } from 'zod';
import {
  reportViewAddedSchema,
  reportViewChangedSchema,
  reportViewListSchema,
  reportViewPathSchema,
  reportViewSchema,
} from '../../../../../contract/reports.ts';
import { actorOf, type AuditFacts } from '../../../platform/audit.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Principal } from '../../partners/index.ts';
import { VIEWS_MAX, type Keeper, type SavedView } from '../saved-view.ts';
import { addView, changeView, dropView, findViews } from '../saved-views.ts';
import { roomEndpoint, SCOPE, TAGS, type ReportRouteDeps } from './room-endpoint.ts';

const PREFIX = 'rvw';
const NO_LANE = 0;

/** Whoever keeps what a principal keeps. */
export const keeperOf = ({ tenant, credential, person }: Principal): Keeper => ({ tenant, credential, person });

const viewBody = ({ reports }: ReportRouteDeps, { view, ...rest }: SavedView) =>
  ({ view: reports.tokens.encode(PREFIX, NO_LANE, view), ...rest }) as z.input<typeof reportViewSchema>;

const toldOf = ({ name, isShared, filter, sort }: SavedView): AuditFacts => ({ name, isShared, filter, sort });

/** Writes what somebody did with a view into the audit chain, last in its transaction: others see what he shares. */
const traceView = (
  { reports: { audit, tokens } }: ReportRouteDeps,
  tx: Tx,
  principal: Principal,
  view: bigint,
  { act, ...facts }: { readonly act: 'added' | 'changed' | 'removed'; before?: AuditFacts; after?: AuditFacts },
): Promise<void> =>
  audit(tx, {
    ...{ tenant: principal.tenant, by: actorOf(principal), act: `reports.view.${act}` },
    ...{ subject: `view ${tokens.encode(PREFIX, NO_LANE, view)}`, ...facts },
  });

/** `GET /v1/reports/views` */
export const listViewsEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/reports/views',
    summary: 'List saved views',
    description:
      'Those of whoever asks, and those that others share in the tenant. What one may see of operations is the same as ever.',
    scope: SCOPE,
    tags: TAGS,
    answers: { 200: reportViewListSchema },
    refusals: [],
    handler: async ({ principal }) => {
      const views = await findViews(deps.reports.database, keeperOf(principal));
      return { status: 200 as const, body: { items: views.map((view) => viewBody(deps, view)) } };
    },
  });

/** `POST /v1/reports/views` */
export const addViewEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/views',
    summary: 'Save a view',
    scope: SCOPE,
    tags: TAGS,
    body: reportViewAddedSchema,
    answers: { 201: reportViewSchema },
    refusals: ['reports.view.too_many'],
    handler: async ({ principal, body }) => {
      const { database, clock } = deps.reports;
      const keeper = keeperOf(principal);
      const own = (await findViews(database, keeper)).filter((view) => view.isOwn);
      if (own.length >= VIEWS_MAX) return refuse('reports.view.too_many', { max: String(VIEWS_MAX) });
      const view = await database.transaction(async (tx) => {
        const added = await addView(tx, keeper, { ...body, at: clock.now() });
        const isNew = !own.some((one) => one.view === added.view);
        if (isNew) await traceView(deps, tx, principal, added.view, { act: 'added', after: toldOf(added) });
        return added;
      });
      return { status: 201 as const, body: viewBody(deps, view) };
    },
  });

/** `PUT /v1/reports/views/:view` */
export const changeViewEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/reports/views/:view',
    summary: 'Change a saved view of one’s own',
    scope: SCOPE,
    tags: TAGS,
    params: reportViewPathSchema,
    body: reportViewChangedSchema,
    answers: { 200: reportViewSchema },
    refusals: ['reports.view.unknown', 'reports.view.changed'],
    handler: async ({ principal, params, body }) => {
      const { database, clock, tokens } = deps.reports;
      const place = tokens.decode(PREFIX, params.view);
      const keeper = keeperOf(principal);
      const known = place && (await findViews(database, keeper)).find((one) => one.view === place.id && one.isOwn);
      if (!known) return refuse('reports.view.unknown');
      const changed = await database.transaction(async (tx) => {
        const now = await changeView(tx, keeper, known.view, { ...body, at: clock.now() });
        const facts = now && { before: toldOf(known), after: toldOf(now) };
        if (facts) await traceView(deps, tx, principal, known.view, { act: 'changed', ...facts });
        return now;
      });
      return changed ? { status: 200 as const, body: viewBody(deps, changed) } : refuse('reports.view.changed');
    },
  });

/** `DELETE /v1/reports/views/:view` */
export const dropViewEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'DELETE',
    path: '/v1/reports/views/:view',
    summary: 'Forget a saved view of one’s own',
    scope: SCOPE,
    tags: TAGS,
    params: reportViewPathSchema,
    answers: { 204: null },
    refusals: ['reports.view.unknown'],
    handler: async ({ principal, params }) => {
      const { database, tokens } = deps.reports;
      const place = tokens.decode(PREFIX, params.view);
      const keeper = keeperOf(principal);
      const known = place && (await findViews(database, keeper)).find((one) => one.view === place.id && one.isOwn);
      if (!known) return refuse('reports.view.unknown');
      const isGone = await database.transaction(async (tx) => {
        const dropped = await dropView(tx, keeper, known.view);
        if (dropped) await traceView(deps, tx, principal, known.view, { act: 'removed', before: toldOf(known) });
        return dropped;
      });
      if (!isGone) return refuse('reports.view.unknown');
      return { status: 204 as const, body: undefined };
    },
  });
