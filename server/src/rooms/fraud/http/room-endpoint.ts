import type { Tokens } from '../../../kernel/token.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import { speaksForTenant, type Partners, type Principal } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';
import type { Staff } from '../../staff/index.ts';
import type { Fraud } from '../create-fraud.ts';
import type { SignalSight } from '../read/signals.ts';

/** What the endpoints of this room stand on. */
export type FraudRouteDeps = {
  readonly fraud: Fraud;
  readonly tokens: Tokens;
  readonly programs: Programs;
  readonly staff: Pick<Staff, 'namesOf'>;
  readonly partners: Pick<Partners, 'settings' | 'mayActFor'>;
};

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

export const TAGS = ['signals'];
export const READ = 'signals:read';
export const REVIEW = 'signals:review';

/** What a principal may see: one that is bound sees the signals of the outlets for which it may act. */
export function sightOf({ partners }: Pick<FraudRouteDeps, 'partners'>, principal: Principal): SignalSight {
  const { tenant } = principal;
  if (speaksForTenant(principal)) return { tenant, outlets: null };
  const outlets = partners.settings().outletsOf(tenant);
  return { tenant, outlets: outlets.filter((one) => partners.mayActFor(principal, one)).map((one) => one.outlet) };
}

const SIGNALS_LANE = 0;
export const signalToken = ({ tokens }: Pick<FraudRouteDeps, 'tokens'>, signal: bigint): string =>
  tokens.encode('sig', SIGNALS_LANE, signal);
/** The number of a signal; of a token that was made up one that no signal has. */
export const signalNamed = ({ tokens }: Pick<FraudRouteDeps, 'tokens'>, token: string): bigint =>
  tokens.decode('sig', token)?.id ?? 0n;
