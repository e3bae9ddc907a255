import type { Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Fault } from '../../../kernel/fault.ts';
import { connectionProblem, withoutPassword } from '../address.ts';
import { takeInventory, type CopiedTable, type Inventory } from './inventory.ts';

/** A database that stands still while it is read: one snapshot for all tables. */
export type Reader = {
  inventory: Inventory;
  /** When the snapshot was taken, by the server's clock: ISO text. */
  takenAt: string;
  /** The rows of a table in PostgreSQL's text form, one a line. One table at a time. */
  rows(table: CopiedTable): Readable;
  /** Ends the snapshot. Sequences go on while it lasts; what this gives is at least as high as any id in it. */
  close(): Promise<Inventory['sequences']>;
  /** Gives up, also in the middle of a table. */
  abandon(): Promise<void>;
};

/** Both sides write and read values in the same way, whatever the settings of their servers. */
export const COPY_OPTIONS =
  '-c search_path= -c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1';

// A server far away answers within a second; an address that leads nowhere would keep us for minutes.
const CONNECT_TIMEOUT_MS = 10_000;

/** Opens a connection for copying. A Fault that names the address, without its password, and says why nobody answers there. */
export async function openCopyClient(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    options: COPY_OPTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    const why = `${withoutPassword(url)} cannot be reached: ${connectionProblem(cause)}`;
    throw new Fault(why, { retry: 'safe', cause });
  }
  return client;
}

/** Opens a snapshot of the database at `url`. A Fault when it has no schema of ours. */
export async function openReader(url: string, applicationName: string): Promise<Reader> {
  const client = await openCopyClient(url, applicationName);
  try {
    const { rows } = await client.query(
      `select 1 from pg_tables where schemaname = 'public' and tablename = 'schema_change'`,
    );
    if (rows.length === 0)
      throw new Fault('there is nothing to copy: the database has no schema yet', { retry: 'never' });
    await client.query('begin isolation level repeatable read read only');
    const { rows: times } = await client.query<{ at: string }>(
      `select to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
    );
    const inventory = await takeInventory(client);
    return {
      inventory,
      takenAt: times[0]?.at ?? '',
      // Through a query, since a partitioned table cannot be copied by its name.
      rows: ({ name, columns }) => client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`)),
      close: async () => {
        const { sequences } = await takeInventory(client);
        await client.end();
        return sequences;
      },
      abandon: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}
