// What a run of the tests lets out, by its kind: logs, errors, addresses, exports and traces, written down so that tools/scan-capture.ts
// can look for card numbers and PINs in them. Nothing is written unless TALLYSTICK_CAPTURE names a folder, which .ci/run does.

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import type { Database } from '../src/platform/database/database.ts';
import { tracesOf } from './capture-traces.ts';
import { unzip } from './unzip.ts';

const folder = process.env['TALLYSTICK_CAPTURE'];

const write = (what: string, line: string): void => {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${what}-${process.pid}.txt`), `${line}\n`);
};

/** The log of a test's program: everything that it would ever say, where somebody looks at it; else nothing. */
export function captureLog(): Logger {
  if (!folder) return pino({ level: 'silent' });
  mkdirSync(folder, { recursive: true });
  return pino(
    { level: 'trace' },
    pino.destination({ dest: join(folder, `log-${process.pid}.txt`), append: true, sync: true }),
  );
}

// As the contract names them, wherever they stand in a body.
const NUMBER_FIELDS = new Set(['card', 'number', 'newNumber', 'numbers']);
const PIN_FIELDS = new Set(['pin', 'newPin', 'pins']);
const ID = /^[a-z]{2,8}_[0-9a-z]{26}$/;

function noteSecrets(value: unknown, field = ''): void {
  if (Array.isArray(value)) for (const one of value) noteSecrets(one, field);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) noteSecrets(one, name);
  else if (typeof value === 'string' && value !== '') {
    if (PIN_FIELDS.has(field)) write('secret', JSON.stringify({ pin: value }));
    if (NUMBER_FIELDS.has(field) && !ID.test(value)) write('secret', JSON.stringify({ number: value }));
  }
}

const EXPORTS = /csv|ndjson|octet-stream|plain|spreadsheet|zip/;
const ZIP = Buffer.from('PK\u0003\u0004');

/** What somebody who opens the file reads: of a workbook or another zip its files. */
function writeExport(bytes: Buffer): void {
  const texts = bytes.subarray(0, ZIP.length).equals(ZIP) ? [...unzip(bytes).values()] : [bytes];
  for (const text of texts) write('export', text.toString('utf8'));
}

/** Passes a stream on as it is, and keeps what it was. */
function tee(stream: Readable): Readable {
  const parts: Buffer[] = [];
  const passed = new PassThrough();
  passed.on('data', (part: Buffer) => parts.push(part)).on('end', () => writeExport(Buffer.concat(parts)));
  passed.pause();
  stream.on('error', (error) => passed.destroy(error));
  return stream.pipe(passed);
}

/** Notes of every request its address and its secrets, and of every answer that is a refusal or an export what it says. */
export function captureApi(api: FastifyInstance): void {
  if (!folder) return;
  api.addHook('preHandler', (request, _reply, done) => {
    const body = request.body as { readonly value?: unknown } | undefined;
    noteSecrets(body?.value);
    done();
  });
  api.addHook('onSend', (request, reply, payload, done) => {
    write('address', `${request.method} ${request.url}`);
    const { location } = reply.getHeaders();
    if (location !== undefined) write('address', String(location));
    const isExport = EXPORTS.test(String(reply.getHeader('content-type')));
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (isWhole && reply.statusCode >= 400) write('error', String(payload));
    else if (isWhole && isExport) writeExport(Buffer.from(payload));
    done(null, isExport && payload instanceof Readable ? tee(payload) : payload);
  });
}

/** Notes what the operations of a test have left in its database, before that goes. */
export async function captureTraces(database: Pick<Database, 'query'>): Promise<void> {
  if (folder) for (const line of await tracesOf(database)) write('trace', line);
}
