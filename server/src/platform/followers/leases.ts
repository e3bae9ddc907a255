import type { Connection, Database } from '../database/database.ts';
import { statement } from '../database/sql.ts';

/**
 * Who of several processes serves what. A lease is an advisory lock of a session: it ends with the process or its
 * connection, whatever happens, and holds no transaction open meanwhile. It is for work outside of the database, where no row
 * lock can be held; what such work writes is fenced besides by `moveCursor`.
 */
export type Leases = {
  /** True when this process has the lease from now on, or had it already. */
  take(key: number): Promise<boolean>;
  release(key: number): Promise<void>;
  /** False after the connection broke: all leases are gone, and another process may have them. */
  has(key: number): boolean;
  stop(): Promise<void>;
};

const takeLock = statement<{ taken: boolean }>('followers.takeLease', `select pg_try_advisory_lock($1, $2) as taken`);
const releaseLock = statement('followers.releaseLease', `select pg_advisory_unlock($1, $2)`);

/** Leases of one kind; `kind` keeps the keys of different kinds apart. */
export function createLeases(database: Database, kind: number): Leases {
  let connection: Connection | undefined;
  const held = new Set<number>();

  const connected = async (): Promise<Connection> => {
    if (connection && !connection.isBroken) return connection;
    held.clear();
    connection = await database.connection({ applicationName: 'tallystick leases' });
    return connection;
  };

  return {
    take: async (key) => {
      const session = await connected();
      if (held.has(key)) return true;
      const [row] = await session.run(takeLock, [kind, key]);
      if (row.taken) held.add(key);
      return row.taken;
    },
    release: async (key) => {
      if (!held.delete(key) || !connection || connection.isBroken) return;
      await connection.run(releaseLock, [kind, key]).catch(() => connection?.destroy());
    },
    has: (key) => held.has(key) && connection !== undefined && !connection.isBroken,
    stop: () => {
      held.clear();
      connection?.destroy();
      return Promise.resolve();
    },
  };
}
