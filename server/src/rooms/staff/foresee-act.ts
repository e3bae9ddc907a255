import { assert } from '../../kernel/assert.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Effect } from '../../platform/http/endpoint.ts';
import type { Arrival, Entry, LaneMachine, Operation, Plan } from '../../platform/lanes/index.ts';

/**
 * What an operation would do now, by a rehearsal that books nothing, told as an effect; none where it was done before under that reference,
 * so that its repeat is answered as ever. Refuses what the operation would.
 */
export async function foreseeAct<Input, P extends Plan, Kept, Answer, E extends Entry>(
  machine: Pick<LaneMachine<E>, 'look' | 'rehearse'>,
  operation: Operation<Input, P, Kept, Answer, E>,
  arrival: Arrival<Input>,
  tell: (answer: Answer) => Effect | undefined | Promise<Effect | undefined>,
): Promise<Ok<{ readonly effect?: Effect | undefined }> | Refusal> {
  if (arrival.reference !== undefined && (await machine.look.reference(arrival.reference)) !== undefined)
    return { ok: true };
  const outcome = await machine.rehearse(operation, arrival);
  return outcome.ok ? { ok: true, effect: await tell(outcome.answer) } : outcome;
}

type Told = { readonly unit: string; readonly points: string };

/**
 * What bounds and limits are compared with: of sums in several units the one that is most, in its smallest step. Signs do not count: who
 * takes moves as much as who gives. What moves several units is nothing to compare bounds with: a second person is always asked.
 */
export function worthOfAll(
  decimalsOf: (unit: string) => number | undefined,
  told: readonly Told[],
): Pick<Effect, 'worth' | 'isAlwaysByTwo'> {
  const sums = new Map<string, bigint>();
  for (const { unit, points } of told) {
    const read = parseQuantity(points.replace(/^[+-]/, ''), decimalsOf(unit) ?? 0);
    assert(read.ok, 'what a room tells of its own points can be read');
    sums.set(unit, (sums.get(unit) ?? 0n) + read.value);
  }
  const [most] = [...sums].sort(([, a], [, b]) => Number(b > a) - Number(b < a));
  return { worth: most && { unit: most[0], amount: most[1] }, isAlwaysByTwo: sums.size > 1 };
}
