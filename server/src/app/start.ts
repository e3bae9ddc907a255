import { createServer } from 'node:http';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { applySchemaChanges } from '../platform/database/schema-changes.ts';
import { findDatabase, openServer } from '../platform/database/server.ts';
import { openKeys } from '../platform/keys-file.ts';
import { shortFingerprint } from '../platform/keys.ts';

export type Program = {
  /** What a person wants to know when it is up: one line each. */
  greeting: readonly string[];
  /** Settles when the program is over; `expected` is false when the database went away by itself. */
  ended: Promise<{ expected: boolean }>;
  /** Stops everything in order. What has not finished `withinMs` later is ended by force. */
  stop(withinMs?: number): Promise<void>;
};

/** Brings up database, schema, keys and HTTP. A Fault in words when one of them cannot be had. */
export async function startProgram(config: Config): Promise<Program> {
  mkdirSync(config.dataDir, { recursive: true });
  const server = await openServer(findDatabase(config));
  const greeting: string[] = [];
  try {
    await applySchemaChanges(server.url);
    const database = openDatabase(server.url, { connections: 8, applicationName: 'tallystick' });
    const { keys, made } = await database.transaction((tx) => openKeys(tx, config.keysFile));
    if (made) {
      greeting.push(
        `New keys were made: ${config.keysFile} (fingerprint ${shortFingerprint(keys)}).`,
        'KEEP A COPY OF THAT FILE ELSEWHERE, NOW. Without it no card number and no personal field can be read again.',
      );
    }
    const http = createServer((request, response) => {
      const known = request.url === '/healthz' || request.url === '/readyz';
      response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
      response.end(known ? '{"status":"ok"}\n' : '{}\n');
    });
    await new Promise<void>((done, reject) => {
      http.once('error', reject);
      http.listen(config.port, config.host, done);
    });
    const { address, port } = http.address() as AddressInfo;
    greeting.push(`Tallystick is running at http://${address.includes(':') ? `[${address}]` : address}:${port}`);
    return {
      greeting,
      ended: server.ended,
      stop: async (withinMs) => {
        http.close();
        http.closeAllConnections();
        await database.close();
        await server.stop(withinMs);
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
