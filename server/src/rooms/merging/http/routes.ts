import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import type { MergingDeps } from '../deps.ts';
import { getMergeQuote, mergeMember } from './merge-member.ts';
import { getUndoQuote, undoMerge } from './undo-merge.ts';

/** The endpoints of this room. */
export const mergingRoutes = (deps: MergingDeps): readonly Endpoint<Principal>[] => [
  getMergeQuote(deps),
  mergeMember(deps),
  getUndoQuote(deps),
  undoMerge(deps),
];
