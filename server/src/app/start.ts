import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { applySchemaChanges } from '../platform/database/schema-changes.ts';
import { findDatabase, openServer } from '../platform/database/server.ts';
import { openKeys } from '../platform/keys-file.ts';
import { shortFingerprint } from '../platform/keys.ts';
import { repeatErasures } from '../rooms/memberpage/index.ts';
import { createApi } from './api.ts';
import { compose } from './compose.ts';
import { openDemo, wantsDemo } from './demo.ts';
import { greet, greetKeys, greetWithoutDemo } from './greeting.ts';
import { registerOutboxPage } from './outbox-page.ts';
import { buildPages } from './pages/build-pages.ts';
import { servePages } from './pages/serve-pages.ts';
import { signRootsDaily } from './sign-roots-daily.ts';

export type Program = {
  /** What a person wants to know when it is up: one line each. */
  greeting: readonly string[];
  /** Settles when the program is over; `expected` is false when the database went away by itself. */
  ended: Promise<{ expected: boolean }>;
  /** Stops everything in order. What has not finished `withinMs` later is ended by force. */
  stop(withinMs?: number): Promise<void>;
};

// Reading and settings; the lane machine keeps connections of its own.
const POOL_CONNECTIONS = 8;

/** Brings up database, schema, keys, rooms and HTTP. A Fault in words when one of them cannot be had; nothing is left behind then. */
export async function startProgram(config: Config, say: (line: string) => void = () => undefined): Promise<Program> {
  mkdirSync(config.dataDir, { recursive: true });
  // Built while the database comes up. Tills need no pages: without them the program starts all the same, and says so.
  const built = (['portal', 'member-page'] as const).map((pages) =>
    buildPages(pages, config, say).catch((error: unknown) => error as Error),
  );
  const server = await openServer(findDatabase(config));
  // What was opened is closed in the opposite order, at the end or when a later step fails.
  const closing: (() => Promise<unknown>)[] = [];
  try {
    await applySchemaChanges(server.url);
    const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick' });
    closing.push(() => database.close());
    const { keys, made } = await database.transaction((tx) => openKeys(tx, config.keysFile));
    const log = pino(
      { level: config.logLevel },
      pino.destination({ dest: join(config.dataDir, 'tallystick.log'), sync: false }),
    );
    const clock = systemClock();
    let portalUrl = `http://${config.host}:${config.port}`;
    const house = compose({
      portalUrl: () => portalUrl,
      database,
      keys,
      clock,
      log,
      webhookAllow: config.webhookAllow,
      cardFiles: join(config.dataDir, 'card-files'),
      exports: join(config.dataDir, 'exports'),
      erasedList: join(dirname(config.keysFile), 'erased.jsonl'),
    });
    closing.push(() => house.stop());
    await house.refresh();
    const again = await repeatErasures(house);
    if (again > 0) say(`A backup brought back ${again} erased ${again === 1 ? 'member' : 'members'}: erased again.`);
    const demo = wantsDemo(house, config.demo)
      ? (await openDemo(house, config.dataDir, `http://${config.host}:${config.port}`)).demo
      : undefined;
    let isReady = false;
    const api = await createApi(house, { isReady: () => isReady, isProxy: config.trustedProxies?.includes });
    closing.push(() => api.close());
    registerOutboxPage(api, house, config.host);
    const [portal, memberPage] = await Promise.all(built);
    if (typeof portal !== 'string') log.error({ err: portal }, 'there is no portal');
    if (typeof memberPage !== 'string') log.error({ err: memberPage }, "there is no member's page");
    await servePages(api, [
      ...(typeof portal === 'string' ? [{ at: '/', folder: portal } as const] : []),
      ...(typeof memberPage === 'string' ? [{ at: '/m/', folder: memberPage } as const] : []),
    ]);
    // Not before the pages are built: that takes every core for a while, in which all jobs at once, each wanting its first connection,
    // waited longer for one than a connection may take. Nobody can ask for anything yet, so nothing is late.
    house.watch();
    house.machine
      .recallNames()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'names were not read into memory: each is looked up when it comes'),
      );
    const endSigning = signRootsDaily(house, config.dataDir, clock);
    closing.push(async () => endSigning());
    await api.listen({ port: config.port, host: config.host });
    isReady = true;
    const { address, port } = api.server.address() as AddressInfo;
    const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
    portalUrl = url;
    return {
      greeting: [
        ...(made ? greetKeys(config.keysFile, shortFingerprint(keys)) : []),
        ...(demo
          ? greet(url, demo, config.dataDir, clock.now())
          : greetWithoutDemo(
              url,
              house.programs.settings().tenants.map(({ code }) => code),
            )),
      ],
      ended: server.ended,
      stop: async (withinMs) => {
        // Readiness goes first, so that a load balancer sends nobody any more; then requests, batches, PostgreSQL.
        isReady = false;
        const hurry =
          withinMs === undefined ? undefined : setTimeout(() => api.server.closeAllConnections(), withinMs / 2);
        await closeAll(closing);
        clearTimeout(hurry);
        await server.stop(withinMs);
        log.flush();
      },
    };
  } catch (error) {
    await closeAll(closing);
    await server.stop();
    throw error;
  }
}

/** Closes the last opened first; one that fails does not keep the others open. */
async function closeAll(closing: (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close().catch(() => undefined);
}
