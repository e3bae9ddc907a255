import type { Logger } from 'pino';
import type { Ok } from '../../../kernel/refusal.ts';
import type { RefusalCatalogue } from '../../../platform/http/catalogue.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';
import type { Principal } from '../../partners/index.ts';
import type { Staff } from '../../staff/index.ts';
import type { Checkout } from '../create-checkout.ts';

/** What the endpoints of this room stand on. */
export type CheckoutRouteDeps = {
  readonly checkout: Checkout;
  /** What people are called who did something. */
  readonly staff: Pick<Staff, 'namesOf'>;
  /** For problems inside of an answer to many operations. */
  readonly catalogue: RefusalCatalogue;
  readonly log: Pick<Logger, 'error'>;
};

/** What reading a message gives. */
export type Read<T> = Ok<T> | InputRefusal;

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();
