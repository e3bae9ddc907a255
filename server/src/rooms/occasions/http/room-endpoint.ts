import type { Clock } from '../../../platform/clock.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { Occasions } from '../create-occasions.ts';
import type { OccasionDeps } from '../occasion-deps.ts';

/** What the endpoints of this room stand on. */
export type OccasionRouteDeps = Pick<OccasionDeps, 'keys' | 'tokens' | 'programs' | 'partners' | 'rulebooks'> & {
  readonly clock: Clock;
  readonly machine: LaneMachine<JournalEntry>;
  readonly occasions: Occasions;
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();
