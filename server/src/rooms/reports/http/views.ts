import type { z } from 'zod';
import {
  reportViewAddedSchema,
  reportViewChangedSchema,
  reportViewListSchema,
  reportViewPathSchema,
  reportViewSchema,
} from '../../../../../contract/reports.ts';
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
      const view = await addView(database, keeper, { ...body, at: clock.now() });
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
      const changed = await changeView(database, keeper, known.view, { ...body, at: clock.now() });
      return changed ? { status: 200 as const, body: viewBody(deps, changed) } : refuse('reports.view.changed');
    },
  });

/** `DELETE /v1/reports/views/:view` */
export const dropViewEndpoint = ({ reports }: ReportRouteDeps) =>
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
      const place = reports.tokens.decode(PREFIX, params.view);
      if (!place || !(await dropView(reports.database, keeperOf(principal), place.id)))
        return refuse('reports.view.unknown');
      return { status: 204 as const, body: undefined };
    },
  });
