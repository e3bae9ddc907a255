// A worker for crash tests: run as a process of its own it sends what is due, until it is killed. Its keys come by standard input.

import { text } from 'node:stream/consumers';
import { createTokens } from '../src/kernel/token.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { KEY_KINDS, type Keys } from '../src/platform/keys.ts';
import { createNotifications } from '../src/rooms/notifications/index.ts';
import { LOCAL_CHANNELS } from './local-channels.ts';

/** What the worker is given. */
export type CrashPostman = {
  readonly url: string;
  readonly tokenKey: string;
  readonly keys: Readonly<Record<string, string>>;
};

/** Keys as text, for a child of ours. */
export const keysText = (keys: Keys): Record<string, string> =>
  Object.fromEntries(KEY_KINDS.map((kind) => [kind, keys[kind][0]?.secret.toString('hex') ?? '']));

if (process.argv[1] === import.meta.filename) {
  const given = JSON.parse(await text(process.stdin)) as CrashPostman;
  const keys = Object.fromEntries(
    KEY_KINDS.map((kind) => [kind, [{ number: 1, secret: Buffer.from(given.keys[kind] ?? '', 'hex') }]]),
  ) as unknown as Keys;
  createNotifications({
    database: openDatabase(given.url, { connections: 4, applicationName: 'tallystick crash test' }),
    ...{ clock: systemClock(), keys, tokens: createTokens(Buffer.from(given.tokenKey, 'hex')), guard: LOCAL_CHANNELS },
  }).start();
}
