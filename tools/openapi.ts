import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { endpointsOf, VERSION } from '../server/src/app/api.ts';
import { compose } from '../server/src/app/compose.ts';
import { refusalCatalogue } from '../server/src/app/refusal-catalogue.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { openDatabase } from '../server/src/platform/database/database.ts';
import { openApiOf } from '../server/src/platform/http/openapi.ts';
import { SECRET_BYTES, type KeyKind, type NumberedKey } from '../server/src/platform/keys.ts';
import { root } from './source-files.ts';

// Writes docs/reference/openapi.json from the endpoints themselves, which no database is needed for: the pool connects when it
// is first asked, and nobody asks. With --check it writes nothing and fails where the committed file says something else.

const path = join(root, 'docs/reference/openapi.json');

const made = (kind: KeyKind): NumberedKey[] => [{ number: 1, secret: randomBytes(SECRET_BYTES[kind]) }];
const keys = { wrapping: made('wrapping'), digest: made('digest'), signing: made('signing'), token: made('token') };
const house = compose({
  database: openDatabase('postgres://127.0.0.1:1/nothing', { connections: 1, applicationName: 'openapi' }),
  keys,
  clock: systemClock(),
  log: pino({ level: 'silent' }),
});
const endpoints = endpointsOf(house);
const text = `${JSON.stringify(openApiOf(endpoints, refusalCatalogue, { version: VERSION }), undefined, 1)}\n`;
await house.stop();
await house.database.close();

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`docs/reference/openapi.json has ${endpoints.length} endpoints.`);
} else if (existsSync(path) && readFileSync(path, 'utf8') === text) {
  console.log(`docs/reference/openapi.json describes the ${endpoints.length} endpoints.`);
} else {
  console.error('docs/reference/openapi.json is not what the endpoints say; run tools/openapi.ts');
  process.exitCode = 1;
}
