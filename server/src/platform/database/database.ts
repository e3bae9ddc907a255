import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  beginOn,
  commitOn,
  openConnection,
  queryOn,
  runOn,
  type Connection,
  type Queries,
  type TransactionSettings,
  type Tx,
} from './connection.ts';
import { asFault, isConnectionLost, mayTryAgain } from './faults.ts';
import { clientConfig, type SessionSettings } from './session.ts';

export type { Connection, Queries, TransactionSettings, Tx } from './connection.ts';
export { databaseError, violatedConstraint } from './faults.ts';

export type DatabaseOptions = SessionSettings & {
  /** The most connections that `run`, `query` and `transaction` together keep open. */
  connections: number;
};

export type Database = Queries & {
  readonly url: string;
  /**
   * Runs `work` in a transaction and commits. A serialization failure or a deadlock runs it again from the start, so
   * that `work` may have no effect outside the database; every other error rolls back and is thrown.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, settings?: TransactionSettings): Promise<T>;
  /** A connection beside the pool, for somebody who keeps it and destroys it. */
  connection(session?: Partial<SessionSettings>): Promise<Connection>;
  /** Waits for what is running and closes the pool; a second call does nothing. */
  close(): Promise<void>;
};

const ATTEMPTS_MAX = 5;
const PAUSE_MS = 10;

/** Opens a pool on a database. Nothing is connected until something is asked. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new pg.Pool({ ...clientConfig(url, options), max: options.connections, idleTimeoutMillis: 0 });
  // An idle connection that breaks is replaced at the next use; without the listener it would end the program.
  pool.on('error', () => undefined);
  // The pool looks after idle ones only. One that breaks in use tells whoever waits for its answer.
  pool.on('connect', (client) => client.on('error', () => undefined));
  let closing: Promise<void> | undefined;

  const alone = async <T>(what: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await checkOut(pool);
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(isConnectionLost(error));
      throw asFault(error, 'alone', what);
    }
  };

  return {
    url,
    run: (what, values = []) => alone(what.name, (client) => runOn(client, what, values)),
    query: (text, values = []) => alone('query', (client) => queryOn(client, text, values)),
    async transaction(work, settings) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await attemptTransaction(pool, work, settings);
        } catch (error) {
          if (attempt === ATTEMPTS_MAX || !mayTryAgain(error)) throw error;
          // Two transactions that met in a deadlock must not meet again at the same moment.
          await sleep(randomInt(PAUSE_MS * attempt));
        }
      }
    },
    connection: (session) => openConnection(url, { ...options, ...session }),
    close: () => (closing ??= pool.end()),
  };
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw asFault(error, 'connecting', 'connect');
  }
}

async function attemptTransaction<T>(
  pool: pg.Pool,
  work: (tx: Tx) => Promise<T>,
  settings: TransactionSettings | undefined,
): Promise<T> {
  const client = await checkOut(pool);
  let lost = false;
  const guard = async <R>(what: string, rows: Promise<R>): Promise<R> => {
    try {
      return await rows;
    } catch (error) {
      lost ||= isConnectionLost(error);
      throw asFault(error, 'in-transaction', what);
    }
  };
  // Not awaited here: the first statement of `work` travels with it. A `begin` fails only with its connection.
  const begun = guard('begin', beginOn(client, settings));
  begun.catch(() => undefined);
  try {
    const result = await work({
      inTransaction: true,
      run: (what, values = []) => guard(what.name, runOn(client, what, values)),
      query: (text, values = []) => guard('query', queryOn(client, text, values)),
    });
    await begun;
    await commitOn(client);
    client.release();
    return result;
  } catch (error) {
    lost ||= isConnectionLost(error) || isConnectionLost((error as Error).cause);
    if (!lost) await queryOn(client, 'rollback', []).catch(() => (lost = true));
    client.release(lost);
    throw error;
  }
}
