import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import {
  askExportEndpoint,
  cancelExportEndpoint,
  fetchExportEndpoint,
  getExportEndpoint,
  listExportsEndpoint,
} from './exports.ts';
import { listChoicesEndpoint } from './list-choices.ts';
import { listSignalsEndpoint } from './list-signals.ts';
import { listLinesEndpoint } from './list-lines.ts';
import type { ReportRouteDeps } from './room-endpoint.ts';
import { showFiguresEndpoint } from './show-figures.ts';
import { searchTrailEndpoint } from './search-trail.ts';
import { totalLinesEndpoint } from './total-lines.ts';
import { askTrailEndpoint } from './trails.ts';
import { addViewEndpoint, changeViewEndpoint, dropViewEndpoint, listViewsEndpoint } from './views.ts';

/** The endpoints of this room. */
export const reportRoutes = (deps: ReportRouteDeps): readonly Endpoint<Principal>[] => [
  listLinesEndpoint(deps),
  totalLinesEndpoint(deps),
  listChoicesEndpoint(deps),
  listSignalsEndpoint(deps),
  showFiguresEndpoint(deps),
  listViewsEndpoint(deps),
  addViewEndpoint(deps),
  changeViewEndpoint(deps),
  dropViewEndpoint(deps),
  listExportsEndpoint(deps),
  askExportEndpoint(deps),
  askTrailEndpoint(deps),
  searchTrailEndpoint(deps),
  getExportEndpoint(deps),
  fetchExportEndpoint(deps),
  cancelExportEndpoint(deps),
];
