import type { Connection, Queries } from './connection.ts';
import type { Database } from './database.ts';
import type { SessionSettings } from './session.ts';

/** One connection that is kept for many small questions, and opened anew when it broke. */
export type SteadyConnection = Queries & { close(): Promise<void> };

/**
 * Questions outside a transaction over one connection of their own: they travel together without waiting for one another, and each
 * is prepared once, not once for each connection of a pool.
 */
export function createSteadyConnection(database: Database, session: Partial<SessionSettings>): SteadyConnection {
  let opening: Promise<Connection> | undefined;
  let known: Connection | undefined;

  const connection = (): Connection | Promise<Connection> => {
    if (known && !known.isBroken) return known;
    known = undefined;
    opening ??= database.connection(session).then(
      (opened) => {
        opening = undefined;
        return (known = opened);
      },
      (error: unknown) => {
        opening = undefined;
        throw error;
      },
    );
    return opening;
  };

  return {
    run: async (what, values) => (await connection()).run(what, values),
    query: async (text, values) => (await connection()).query(text, values),
    async close() {
      await opening?.catch(() => undefined);
      known?.destroy();
    },
  };
}
