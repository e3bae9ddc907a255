import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import * as outbound from '../../platform/outbound/index.ts';
import type { Destination, GuardOptions, UrlProblem } from '../../platform/outbound/index.ts';

export { databasePorts, type Destination, type GuardOptions } from '../../platform/outbound/index.ts';

export type UrlRefusal = Refusal<`webhooks.url.${UrlProblem}`>;

/** DNS did not answer, or has no such name: it may tomorrow. */
export type DestinationRefusal = UrlRefusal | Refusal<'webhooks.url.unresolved'>;

const refused = <Word extends UrlProblem | 'unresolved'>(problem: Word, detail: string) =>
  refuse(`webhooks.url.${problem}`, { [problem === 'port_refused' ? 'port' : 'host']: detail });

/** Reads an address as far as it can be judged without asking anybody: form, scheme, port, and a literal address. */
export const readUrl = (
  text: string,
  guard: GuardOptions,
): Ok<{ readonly url: URL; readonly host: string }> | UrlRefusal => {
  const read = outbound.readUrl(text, guard);
  return read.ok ? read : refused(read.problem, read.detail);
};

/** Finds the address to connect to; see `platform/outbound`. */
export const findDestination = async (
  text: string,
  guard: GuardOptions,
): Promise<Ok<{ readonly destination: Destination }> | DestinationRefusal> => {
  const found = await outbound.findDestination(text, guard);
  return found.ok ? found : refused(found.problem, found.detail);
};
