import pg from 'pg';
import { Fault } from '../../kernel/fault.ts';
import { asFault, isConnectionLost } from './faults.ts';
import { pipelineOf } from './pipeline.ts';
import { clientConfig, type SessionSettings } from './session.ts';
import type { Statement } from './sql.ts';

/** What can be asked of a database, in a transaction or out of one. */
export type Queries = {
  /** Runs a registered statement, prepared once per connection under its name, and gives all rows. */
  run<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs any one statement without keeping it prepared: for tools and tests. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
};

/** An open transaction. Statements sent without awaiting the earlier ones travel in one round trip. */
export type Tx = Queries & { readonly inTransaction: true };

export type TransactionSettings = {
  /** Read committed unless said otherwise. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readOnly?: boolean;
};

/** A connection of one's own, for somebody who keeps it (the lane machine). */
export type Connection = Tx & {
  /** Opens a transaction. Need not be awaited: what is sent after it goes along. */
  begin(settings?: TransactionSettings): Promise<void>;
  /** Throws a Fault when PostgreSQL has rolled back instead, which it does after any failed statement; the connection is then broken. */
  commit(): Promise<void>;
  /** Never throws: a connection that cannot roll back is broken, and PostgreSQL rolls back by itself. */
  rollback(): Promise<void>;
  /** Closes it at once, whatever it is doing. */
  destroy(): void;
  /** Says that nothing more can be sent: open another. */
  readonly isBroken: boolean;
};

/** The text that opens a transaction. */
export function beginText({ isolation, readOnly }: TransactionSettings = {}): string {
  return `begin${isolation ? ` isolation level ${isolation}` : ''}${readOnly ? ' read only' : ''}`;
}

/** Runs a registered statement on a client, with errors as they come. */
export const runOn = async <Row>(client: pg.Client, what: Statement<Row>, values: readonly unknown[]): Promise<Row[]> =>
  (await pipelineOf(client).run(what.name, what.text, values)).rows as Row[];

/** Runs any text on a client, with errors as they come. */
export const queryOn = <Row>(client: pg.Client, text: string, values: readonly unknown[]): Promise<Row[]> =>
  pipelineOf(client).query(text, values) as Promise<Row[]>;

/** Opens a transaction on a client. */
export const beginOn = (client: pg.Client, settings?: TransactionSettings): Promise<unknown> => {
  const text = beginText(settings);
  return pipelineOf(client).run(text, text, []);
};

/** Commits; a Fault tells when it was skipped or answered by ROLLBACK (a statement before it had failed), or never answered. */
export async function commitOn(client: pg.Client): Promise<void> {
  let command: string;
  try {
    const pipeline = pipelineOf(client);
    const ended = pipeline.run('commit', 'commit', []);
    // The answer comes with the end of its group: what is asked next must not hold it up.
    pipeline.send();
    ({ command } = await ended);
  } catch (error) {
    throw asFault(error, 'committing', 'commit');
  }
  if (command !== 'COMMIT') {
    throw new Fault('commit: a statement had failed, so PostgreSQL rolled the transaction back', { retry: 'safe' });
  }
}

/** Opens a connection of its own. A Fault, safe to repeat, when the server cannot be reached. */
export async function openConnection(url: string, session: SessionSettings): Promise<Connection> {
  const client = new pg.Client(clientConfig(url, session));
  let broken = false;
  // Without a listener a connection that breaks while idle would end the program.
  client.on('error', () => (broken = true));
  client.on('end', () => (broken = true));
  try {
    await client.connect();
  } catch (error) {
    throw asFault(error, 'connecting', 'connect');
  }
  const guard = async <T>(what: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (isConnectionLost(error)) broken = true;
      throw asFault(error, 'in-transaction', what);
    }
  };
  return {
    inTransaction: true,
    run: (what, values = []) => guard(what.name, runOn(client, what, values)),
    query: (text, values = []) => guard('query', queryOn(client, text, values)),
    begin: (settings) => {
      const begun = guard('begin', beginOn(client, settings)).then(() => undefined);
      // It fails only with its connection, which whatever was sent after it tells as well.
      begun.catch(() => undefined);
      return begun;
    },
    commit: async () => {
      await commitOn(client).catch((error: unknown) => {
        // At once: nothing may be begun behind a transaction that failed. Who has begun already finds it aborted.
        broken = true;
        throw error;
      });
    },
    rollback: async () => {
      if (!broken) await queryOn(client, 'rollback', []).catch(() => (broken = true));
    },
    destroy: () => {
      broken = true;
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    },
    get isBroken() {
      return broken;
    },
  };
}
