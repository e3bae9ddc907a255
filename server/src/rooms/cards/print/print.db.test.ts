import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemberRooms, type MemberRooms } from '../../../../test/member-rooms.ts';
import { assert } from '../../../kernel/assert.ts';
import { luhnIsValid } from '../../../kernel/card-number.ts';
import { openSealedFile, type Batch, type PrintLayout } from '../index.ts';
import { approvePrint } from '../store/print.ts';

const PASSPHRASE = 'correct horse battery';
const DOCS = new URL('../../../../../docs/concepts/cards.md', import.meta.url);

let rooms: MemberRooms;
let here: { tenant: number };
let references = 0;

beforeAll(async () => {
  rooms = await openMemberRooms();
  [here] = rooms.tenants;
  const opened = await rooms.cards.openRange(here.tenant, {
    ...{ program: undefined, code: 'club', type: 'bonus', prefix: '2990', length: 16, charset: 'digits' },
    ...{ checkDigit: 'luhn', pinKind: 'scratch', pinLength: 6, pinRequired: false, unit: undefined, face: undefined },
    ...{ priceList: undefined, systemOfRecord: 'here', processor: undefined, policy: {} },
    track: { track1: 'B{number}^CLUB/^4912', track2: '{number}=4912{serial}' },
  });
  assert(opened.ok, 'the range opens');
});
afterAll(() => rooms.close());

async function generated(quantity: number): Promise<Batch> {
  const made = await rooms.cards.createCardBatch({
    ...{ tenant: here.tenant, by: 7n, space: 0n, reference: `p-${++references}`, range: 'club', quantity },
    source: 'generator',
  });
  assert(made.ok, 'the batch opens');
  await rooms.cards.generateBatch(made.batch);
  return made.batch;
}
const approve = ({ batch }: Batch) => approvePrint(rooms.database, here.tenant, batch, 1n);
const download = ({ batch }: Batch, layout: PrintLayout) =>
  rooms.cards.downloadPrintFile({ tenant: here.tenant, by: 7n, batch, layout, passphrase: PASSPHRASE });

const bytesOf = async ({ content }: { content: Readable }): Promise<Buffer> =>
  Buffer.concat((await content.toArray()) as Buffer[]);

const CSV: PrintLayout = {
  format: 'csv',
  separator: ';',
  columns: [
    { field: 'serial', header: 'No' },
    { field: 'number_grouped' },
    { field: 'pin' },
    { field: 'track1' },
    { field: 'track2' },
  ],
};

describe('the print file', () => {
  test('is not given before a second person has released it', async () => {
    const batch = await generated(3);
    expect(await download(batch, CSV)).toMatchObject({ refusal: 'cards.print.not_approved' });
    expect(await approve(batch)).toBe(true);
    expect(await approve(batch)).toBe(false);
    const file = await download(batch, CSV);
    assert(file.ok, 'the file is given');
    file.content.destroy();
  });

  test('holds every card with its tracks, under the checksum that is told, and opens with the passphrase only', async () => {
    const batch = await generated(25_000);
    await approve(batch);
    const file = await download(batch, CSV);
    assert(file.ok, 'the file is given');
    const bytes = await bytesOf(file);
    expect(bytes.length).toBe(file.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    const lines = (await openSealedFile(bytes, PASSPHRASE)).toString().split('\n');
    expect(lines).toHaveLength(25_002);
    expect(lines[0]).toBe('No;number_grouped;pin;track1;track2');
    const cells = lines[25_000]!.split(';');
    const number = cells[1]!.replaceAll(' ', '');
    expect(luhnIsValid(number)).toBe(true);
    expect(cells[0]).toBe('25000');
    expect(cells[2]).toMatch(/^\d{6}$/);
    expect(lines[25_000]).toBe(`25000;${cells[1]};${cells[2]};%B${number}^CLUB/^4912?;";${number}=491225000?"`);
    await expect(openSealedFile(bytes, 'another passphrase')).rejects.toThrow();
    const changed = Buffer.from(bytes);
    changed[1_000]! ^= 1;
    await expect(openSealedFile(changed, PASSPHRASE)).rejects.toThrow();
  });

  test('is given once, to one of two who ask at once, and then only digests are left', async () => {
    const batch = await generated(50);
    await approve(batch);
    const outcomes = await Promise.all([download(batch, CSV), download(batch, CSV)]);
    const given = outcomes.flatMap((one) => (one.ok ? [one] : []));
    expect(given).toHaveLength(1);
    given[0]!.content.destroy();
    expect(outcomes.find((one) => !one.ok)).toMatchObject({ refusal: 'cards.print.downloaded' });
    expect(await download(batch, CSV)).toMatchObject({ refusal: 'cards.print.downloaded' });
    expect(await rooms.database.query(`select 1 from cards.print_chunk where batch = $1`, [batch.batch])).toEqual([]);
  });

  test('of fixed width has its columns as data; a value that does not fit stops the download and does not use it up', async () => {
    const batch = await generated(2);
    await approve(batch);
    const columns = (width: number): PrintLayout => ({
      format: 'fixed',
      lineEnd: 'crlf',
      columns: [
        { field: 'serial', width: 6, align: 'right', fill: '0' },
        { field: 'number', width },
        { field: 'pin', width: 8 },
      ],
    });
    expect(await download(batch, columns(10))).toMatchObject({ refusal: 'cards.print.layout_malformed' });
    const file = await download(batch, columns(20));
    assert(file.ok, 'the file is given');
    const text = (await openSealedFile(await bytesOf(file), PASSPHRASE)).toString();
    expect(text).toMatch(/^000001\d{16} {4}\d{6} {2}\r\n000002\d{16} {4}\d{6} {2}\r\n$/);
  });

  test('opens with the line that the docs give, in another program', async () => {
    const batch = await generated(5);
    await approve(batch);
    const file = await download(batch, CSV);
    assert(file.ok, 'the file is given');
    const line = /^node -e '([^']+)' FILE$/m.exec(await readFile(DOCS, 'utf8'))?.[1];
    assert(line, 'the docs give the line');
    const folder = await mkdtemp(join(tmpdir(), 'print-'));
    try {
      const path = join(folder, 'cards.bin');
      await writeFile(path, await bytesOf(file));
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', line, path], {
        env: { PASSPHRASE },
      });
      expect(stdout.split('\n')).toHaveLength(7);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
