import type { Logger } from 'pino';
import type { Ok } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { RefusalCatalogue } from '../../../platform/http/catalogue.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Keys } from '../../../platform/keys.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';
import type { Principal } from '../../partners/index.ts';
import type { Staff } from '../../staff/index.ts';
import type { Checkout } from '../create-checkout.ts';

/** What the endpoints of this room stand on. */
export type CheckoutRouteDeps = {
  readonly checkout: Checkout;
  /** What people are called who did something. */
  readonly staff: Pick<Staff, 'namesOf' | 'approvals'>;
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** For problems inside of an answer to many operations. */
  readonly catalogue: RefusalCatalogue;
  readonly log: Pick<Logger, 'error'>;
};

/** What reading a message gives. */
export type Read<T> = Ok<T> | InputRefusal;

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();
