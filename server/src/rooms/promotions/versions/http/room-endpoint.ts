import type { Tokens } from '../../../../kernel/token.ts';
import { endpointsFor } from '../../../../platform/http/endpoint.ts';
import type { Principal } from '../../../partners/index.ts';
import type { PromotionRouteDeps } from '../../http/find-program.ts';
import { PUBLISH_REFUSALS } from '../../refusals.ts';
import type { Rotation } from '../../rotation/index.ts';
import type { Versions } from '../index.ts';

/** What the endpoints of drafts, publications and offers stand on. */
export type VersionRouteDeps = PromotionRouteDeps & {
  readonly versions: Versions;
  readonly rotation: Rotation;
  readonly tokens: Tokens;
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

export const READ = 'promotions:read';
export const WRITE = 'promotions:write';
export const TAGS = ['promotions'];

const NO_LANE = 0;
/** An approval's name outside. */
export const approvalToken = ({ tokens }: Pick<VersionRouteDeps, 'tokens'>, approval: bigint): string =>
  tokens.encode('appr', NO_LANE, approval);

/** What asking for a publication may refuse besides. */
export const PUBLICATION_REFUSALS = [
  ...PUBLISH_REFUSALS,
  'promotions.publication.nothing_changes',
  'promotions.publication.would_supersede',
  'promotions.publication.unit_changed',
  'promotions.publication.has_loopholes',
  'operation.reference_missing',
  'operation.reference_differs',
  'staff.approval.reference_reused',
] as const;
