import type { z } from 'zod';
import type { signalSchema } from '../../../../../contract/signals.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { presentCount } from '../present-signal.ts';
import type { StandingSignal } from '../read/signals.ts';
import type { Review } from '../signal.ts';
import { signalToken, type FraudRouteDeps } from './room-endpoint.ts';

type SignalBody = z.input<typeof signalSchema>;

/** Signals as the API shows them, with what was decided of each and by whom. */
export async function signalBodies(deps: FraudRouteDeps, signals: readonly StandingSignal[]): Promise<SignalBody[]> {
  const reviews = await deps.fraud.reviewsOf(signals.map(({ signal }) => signal));
  const people = [...reviews.values()].flatMap((all) => all.flatMap(({ person }) => person ?? []));
  const [first] = signals;
  const names =
    first === undefined || people.length === 0
      ? new Map<bigint, string>()
      : await deps.staff.namesOf(first.tenant, [...new Set(people)]);
  return signals.map((signal) => signalBody(deps, signal, reviews.get(signal.signal) ?? [], names));
}

function signalBody(
  deps: FraudRouteDeps,
  signal: StandingSignal,
  reviews: readonly Review[],
  names: ReadonlyMap<bigint, string>,
): SignalBody {
  const settings = deps.partners.settings();
  const { program, promotion, outlet, terminal, cashier, member } = signal.subject;
  const [lane, owner] = member.split('/');
  return {
    id: signalToken(deps, signal.signal),
    ...{ state: signal.state, action: signal.action, promotion },
    program: deps.programs.settings().program(program).code,
    outlet: settings.outlet(outlet).code,
    ...(terminal > 0 && { terminal: settings.terminal(terminal).code }),
    ...(cashier !== '' && { cashier }),
    ...(owner !== undefined && { member: deps.tokens.encode('mem', Number(lane), BigInt(owner)) }),
    ...presentCount(signal),
    countNow: formatQuantity(signal.countNow, signal.decimals),
    ...(signal.span && { fromAt: isoFromInstant(signal.span.from), untilAt: isoFromInstant(signal.span.until) }),
    ...{ from: signal.from, until: signal.until, raisedAt: isoFromInstant(signal.raisedAt) },
    held: { ...signal.held },
    reviews: reviews.map(({ decision, note, at, person, credential }) => ({
      ...{ decision, note, at: isoFromInstant(at) },
      ...(person === undefined
        ? { credential: deps.tokens.encode('cred', 0, credential) }
        : { person: deps.tokens.encode('person', 0, person) }),
      ...(person !== undefined && names.has(person) && { name: names.get(person)! }),
    })),
  };
}
