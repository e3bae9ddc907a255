import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { changeSegmentMembers, loadSegmentFile } from './change-members.ts';
import { getMemberSegments, listSegmentMembers } from './list-members.ts';
import type { SegmentRouteDeps } from './room-endpoint.ts';
import { listSegments, saveSegment } from './segments.ts';

/** The endpoints of this room. */
export const segmentRoutes = (deps: SegmentRouteDeps): readonly Endpoint<Principal>[] => [
  listSegments(deps),
  saveSegment(deps),
  listSegmentMembers(deps),
  changeSegmentMembers(deps),
  loadSegmentFile(deps),
  getMemberSegments(deps),
];
