import type { Database, Tx } from './database/database.ts';

// Thrown to roll a transaction back, and caught here: nobody else sees it.
const taken = new Error('somebody else has used the reference');

/**
 * Writes what a client reference names, once: `write` in a transaction of its own, or what `repeat` finds where the reference is known
 * already. `write` gives undefined where somebody else has taken the reference meanwhile: then nothing of it stays, and `repeat` finds
 * what that one wrote. What stands against it is for the caller to refuse between his own `repeat` and this.
 */
export async function writeOnce<Outcome>(
  database: Pick<Database, 'transaction'>,
  write: (tx: Tx) => Promise<Outcome | undefined>,
  repeat: () => Promise<Outcome | undefined>,
): Promise<Outcome> {
  try {
    return await database.transaction(async (tx) => {
      const done = await write(tx);
      if (done === undefined) throw taken;
      return done;
    });
  } catch (error) {
    if (error !== taken) throw error;
    return (await repeat()) as Outcome;
  }
}
