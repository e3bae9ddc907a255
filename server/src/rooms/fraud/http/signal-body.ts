import type { z } from 'zod';
import type { signalSchema } from '../../../../../contract/signals.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { presentCount } from '../present-signal.ts';
import type { StandingSignal } from '../read/signals.ts';
import type { Review } from '../signal.ts';
import { signalToken, type FraudRouteDeps } from './room-endpoint.ts';

/** A signal as the API shows it. */
export function signalBody(
  deps: Pick<FraudRouteDeps, 'tokens' | 'programs' | 'partners'>,
  signal: StandingSignal,
  reviews: readonly Review[],
): z.input<typeof signalSchema> {
  const settings = deps.partners.settings();
  const { program, promotion, outlet, terminal, cashier } = signal.subject;
  return {
    id: signalToken(deps, signal.signal),
    ...{
      state: signal.state,
      action: signal.action,
      program: deps.programs.settings().program(program).code,
      promotion,
    },
    outlet: settings.outlet(outlet).code,
    ...(terminal > 0 && { terminal: settings.terminal(terminal).code }),
    ...(cashier !== '' && { cashier }),
    ...presentCount(signal),
    countNow: formatQuantity(signal.countNow, signal.decimals),
    ...{ from: signal.from, until: signal.until, raisedAt: isoFromInstant(signal.raisedAt) },
    held: { ...signal.held },
    reviews: reviews.map(({ decision, note, at, person, credential }) => ({
      ...{ decision, note, at: isoFromInstant(at) },
      ...(person === undefined
        ? { credential: deps.tokens.encode('cred', 0, credential) }
        : { person: deps.tokens.encode('person', 0, person) }),
    })),
  };
}

/** The one signal with what was decided of it. */
export const oneSignalBody = async (
  deps: FraudRouteDeps,
  signal: StandingSignal,
): Promise<z.input<typeof signalSchema>> =>
  signalBody(deps, signal, (await deps.fraud.reviewsOf([signal.signal])).get(signal.signal) ?? []);
