import type { Refusal } from '../../kernel/refusal.ts';
import type { AnyOperation } from './batch.ts';
import type { NameFound, NameKey } from './directory.ts';
import type { Entry } from './entry.ts';
import { asSafe, type LookUp } from './look-up.ts';
import type { NameMemory } from './name-memory.ts';
import type { Arrival, Plan } from './operation.ts';

type Resolve<E extends Entry> = (operation: AnyOperation<E>, arrival: Arrival<unknown>) => Promise<Plan | Refusal>;

/** How an operation's names become owners: before any lock, to be proved under it. */
export type Resolver<E extends Entry> = {
  /**
   * Resolves by what is remembered of names. That is good for a plan alone, and only where the batch proves whom it was about: a refusal, and
   * whatever else somebody who was remembered decides, is looked up.
   */
  readonly byHints: Resolve<E>;
  /** Looks every name up. */
  readonly afresh: Resolve<E>;
};

/** Makes the resolver of a machine. What a look-up throws is a Fault that may be asked again: nothing was done. */
export function createResolver<E extends Entry>(look: LookUp, memory: NameMemory): Resolver<E> {
  const resolve = async (
    operation: AnyOperation<E>,
    { input }: Arrival<unknown>,
    by: LookUp,
  ): Promise<Plan | Refusal> => {
    try {
      return await operation.resolve(input, by);
    } catch (error) {
      throw asSafe(error);
    }
  };
  return {
    afresh: (operation, arrival) => resolve(operation, arrival, look),
    async byHints(operation, arrival) {
      const hints: NameFound[] = [];
      const hint = (key: NameKey): NameFound | undefined => {
        const found = memory.recall(key);
        if (found) hints.push(found);
        return found;
      };
      const plan = await resolve(operation, arrival, { ...look, hint });
      const isProved =
        !('ok' in plan) &&
        hints.every(({ lane, owner }) => plan.owners.some((held) => held.lane === lane && held.owner === owner));
      return isProved || hints.length === 0 ? plan : resolve(operation, arrival, look);
    },
  };
}
