import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '../src/kernel/assert.ts';
import { parseEmail, type Email } from '../src/kernel/email.ts';
import { instant } from '../src/kernel/instant.ts';
import { parsePhone, type Phone } from '../src/kernel/phone.ts';
import { createTokens } from '../src/kernel/token.ts';
import { systemClock } from '../src/platform/clock.ts';
import { freshDatabase } from '../src/platform/database/template.ts';
import { createNotifications, type MessageInput, type MessageState } from '../src/rooms/notifications/index.ts';
import { openTenantWithLanes } from './journal-rows.ts';
import { LOCAL_CHANNELS } from './local-channels.ts';
import { testKeys, type AheadClock } from './webhook-house.ts';

export const phoneOf = (text: string): Phone => {
  const parsed = parsePhone(text);
  assert(parsed.ok, `${text} is a phone`);
  return parsed.value;
};
export const emailOf = (text: string): Email => {
  const parsed = parseEmail(text);
  assert(parsed.ok, `${text} is an address`);
  return parsed.value;
};

/** Waits until it is so; a test that waits longer than that has failed. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined, withinMs = 10_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`it did not come within ${withinMs} ms: ${look.toString()}`);
    await sleep(20);
  }
}

export type MessageHouse = Awaited<ReturnType<typeof openMessageHouse>>;

/** A database with one tenant, and the room as a test wants it. */
export async function openMessageHouse() {
  const fresh = await freshDatabase({ connections: 16 });
  const { tenant } = await openTenantWithLanes(fresh.database, 'acme', 1);
  const system = systemClock();
  let ahead = 0;
  const clock: AheadClock = {
    now: () => instant(system.now() + ahead * 1_000_000),
    skip: (seconds) => {
      ahead += seconds;
    },
  };
  const keys = testKeys();
  const tokenKey = randomBytes(16);
  const tokens = createTokens(tokenKey);
  const failures: unknown[] = [];
  const rooms: ReturnType<typeof createNotifications>[] = [];
  /** One more of them is another process as far as the database can tell. */
  const room = () => {
    const made = createNotifications({
      ...{ database: fresh.database, clock, keys, tokens, guard: LOCAL_CHANNELS },
      onFailure: (error) => failures.push(error),
    });
    rooms.push(made);
    return made;
  };
  const main = room();
  let references = 0;
  return {
    database: fresh.database,
    url: fresh.url,
    tenant,
    clock,
    keys,
    tokens,
    tokenKey,
    failures,
    room: main,
    another: room,
    /** Puts a test message into the queue and gives its reference. */
    async say(input: Partial<MessageInput> & Pick<MessageInput, 'kind' | 'to'>): Promise<string> {
      const reference = input.reference ?? `test-${++references}`;
      const said = await main.enqueue(fresh.database, {
        ...{ tenant, reference, template: 'test', facts: { tenant: 'Acme' }, language: 'en' },
        ...input,
      });
      assert(said.ok, 'the message is taken');
      return reference;
    },
    find: (reference: string) => main.findByReference(fresh.database, tenant, reference),
    /** Waits until the message is in that state. */
    stateOf: (reference: string, state: MessageState, withinMs?: number) =>
      until(async () => {
        const message = await main.findByReference(fresh.database, tenant, reference);
        return message?.state === state ? message : undefined;
      }, withinMs),
    async close() {
      await Promise.all(rooms.map((one) => one.stop()));
      await fresh.drop();
    },
  };
}
