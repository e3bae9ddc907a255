import { randomBytes } from 'node:crypto';
import { instant, type Instant } from '../src/kernel/instant.ts';
import { createTokens } from '../src/kernel/token.ts';
import { systemClock, type Clock } from '../src/platform/clock.ts';
import { freshDatabase, type FreshDatabase } from '../src/platform/database/template.ts';
import type { Keys } from '../src/platform/keys.ts';
import { createWebhooks, type Describe, type Described, type Webhooks } from '../src/rooms/webhooks/index.ts';
import { appendJournalRows, openTenantWithLanes, type JournalRow } from './journal-rows.ts';

/** The clock of this machine, which a test may set forwards. */
export type AheadClock = Clock & { skip(seconds: number): void };

/** A database with one tenant of two lanes, and the room as a test wants it. */
export type WebhookHouse = {
  readonly fresh: FreshDatabase;
  readonly tenant: number;
  readonly lanes: readonly number[];
  readonly clock: AheadClock;
  /** Errors that the room told of. */
  readonly failures: unknown[];
  /** The room, started; stopped with the house. Another one is another process as far as the database can tell. */
  open(options?: Partial<Parameters<typeof createWebhooks>[0]>): Webhooks;
  /** Books operations told as `checkout.sale.confirmed` with `data.n`, one per owner named; gives their numbers. */
  sell(owners: readonly string[], place?: { lane?: number; at?: string; type?: string }): Promise<bigint[]>;
  append(rows: readonly JournalRow[], lane?: number): Promise<bigint>;
  close(): Promise<void>;
};

const key = (): { number: number; secret: Buffer }[] => [{ number: 1, secret: randomBytes(32) }];

/** Keys of an installation that lasts as long as a test. */
export const testKeys = (): Keys => ({ wrapping: key(), digest: key(), signing: key(), token: key() });

/** Tells what the record says; what has no record is nobody's business. */
export const describeRecord: Describe = (kept) => kept.record as Described | undefined;

/** Lets receivers of this machine through. */
export const LOCAL = { allowHttp: () => true, allowAddress: (address: string) => address === '127.0.0.1' };

/** Builds one. */
export async function openWebhookHouse(): Promise<WebhookHouse> {
  const fresh = await freshDatabase({ connections: 10 });
  const { tenant, lanes } = await openTenantWithLanes(fresh.database, 'acme', 2);
  const system = systemClock();
  let ahead = 0;
  const clock: AheadClock = {
    now: (): Instant => instant(system.now() + ahead * 1_000_000),
    skip: (seconds) => {
      ahead += seconds;
    },
  };
  const keys = testKeys();
  const failures: unknown[] = [];
  const rooms: Webhooks[] = [];
  let sold = 0;
  return {
    fresh,
    tenant,
    lanes,
    clock,
    failures,
    open: (options = {}) => {
      const room = createWebhooks({
        database: fresh.database,
        clock,
        keys,
        tokens: createTokens(Buffer.alloc(16, 7)),
        describe: describeRecord,
        guard: LOCAL,
        onFailure: (error) => failures.push(error),
        ...options,
      });
      rooms.push(room);
      room.start();
      return room;
    },
    sell: async (owners, { lane = lanes[0], at, type = 'checkout.sale.confirmed' } = {}) => {
      const rows = owners.map((owner): JournalRow => ({
        owner: 4096n,
        record: { type, owner, data: { n: (sold += 1) } },
      }));
      const first = await appendJournalRows(fresh.database, { tenant, lane, ...(at !== undefined && { at }) }, rows);
      return owners.map((_, i) => first + BigInt(i));
    },
    append: (rows, lane = lanes[0]) => appendJournalRows(fresh.database, { tenant, lane }, rows),
    close: async () => {
      await Promise.all(rooms.map((room) => room.stop()));
      await fresh.drop();
    },
  };
}
