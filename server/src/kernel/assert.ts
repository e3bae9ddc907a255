/** A mistake of ours: the state is one that the code promises never to reach. Rolls back, alerts, is never caught in rooms. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

/**
 * Passes when `condition` is truthy, else throws `Bug` with `message`. For promises of the code, never for bad input.
 * On the hot path a message that has to be put together first costs more than the check: write `if (…) throw new Bug(…)`.
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message);
}
