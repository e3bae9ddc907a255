import pg from 'pg';

/** How long a server may take to answer the door. */
export const PROBE_TIMEOUT_MS = 2_000;

/** Says whether a server lets us in at this address at this moment. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PROBE_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
