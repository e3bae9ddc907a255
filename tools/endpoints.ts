import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { endpointsOf } from '../server/src/app/api.ts';
import { compose } from '../server/src/app/compose.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { openDatabase } from '../server/src/platform/database/database.ts';
import { SECRET_BYTES, type KeyKind, type NumberedKey } from '../server/src/platform/keys.ts';

/**
 * All endpoints, and the permissions that roles are made of, for a tool that writes a table of them. Made by a whole house over
 * no database: the pool connects when it is first asked, and nobody asks.
 */
export async function readEndpoints() {
  const made = (kind: KeyKind): NumberedKey[] => [{ number: 1, secret: randomBytes(SECRET_BYTES[kind]) }];
  const house = compose({
    database: openDatabase('postgres://127.0.0.1:1/nothing', { connections: 1, applicationName: 'tools' }),
    keys: { wrapping: made('wrapping'), digest: made('digest'), signing: made('signing'), token: made('token') },
    clock: systemClock(),
    log: pino({ level: 'silent' }),
  });
  const endpoints = endpointsOf(house);
  const { permissions } = house.staff;
  await house.stop();
  await house.database.close();
  return { endpoints, permissions };
}
