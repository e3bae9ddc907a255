// What lies on the disk between the cards and the printer, and what comes of it when something breaks.

import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bonusRange } from '../../../../test/card-stock.ts';
import { openMemberRooms, type MemberRooms } from '../../../../test/member-rooms.ts';
import { assert } from '../../../kernel/assert.ts';
import type { Database } from '../../../platform/database/database.ts';
import { openSealedFile, type Batch } from '../index.ts';
import { approvePrint } from '../store/print.ts';
import { downloadPrintFile } from './download-print-file.ts';
import { openPrintSpool } from './print-spool.ts';

const PASSPHRASE = 'correct horse battery';
const CARDS = 12_000;

let rooms: MemberRooms;
let tenant: number;
let folder: string;
let references = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallystick-spool-'));
  rooms = await openMemberRooms();
  ({ tenant } = rooms.tenants[0]);
  assert((await rooms.cards.openRange(tenant, bonusRange('club', '2990'))).ok, 'the range opens');
});
afterAll(async () => {
  await rooms.close();
  await rm(folder, { recursive: true });
});

async function released(quantity: number): Promise<Batch> {
  const made = await rooms.cards.createCardBatch({
    ...{ tenant, by: 7n, space: 0n, reference: `p-${++references}`, range: 'club', quantity, source: 'generator' },
  });
  assert(made.ok, 'the batch opens');
  await rooms.cards.generateBatch(made.batch);
  await approvePrint(rooms.database, tenant, made.batch.batch, 1n);
  return made.batch;
}
const download = ({ batch }: Batch, place = folder, database: Database = rooms.database) => {
  const { settings, refresh } = rooms.cards;
  const layout = { format: 'csv' as const, columns: [{ field: 'number' as const }] };
  const deps = { ...rooms, database, settings, refresh, folder: place };
  return downloadPrintFile(deps, { tenant, by: 7n, batch, layout, passphrase: PASSPHRASE });
};
const linesOf = async (outcome: Awaited<ReturnType<typeof download>>): Promise<number> => {
  assert(outcome.ok, JSON.stringify(outcome));
  const bytes = Buffer.concat((await outcome.content.toArray()) as Buffer[]);
  expect(bytes).toHaveLength(outcome.bytes);
  return (await openSealedFile(bytes, PASSPHRASE)).toString().trimEnd().split('\n').length - 1;
};

test('the file has no name on the disk: whatever ends the program, nothing of it is left', async () => {
  const file = await download(await released(CARDS));
  expect(await readdir(folder)).toEqual([]);
  expect(await linesOf(file)).toBe(CARDS);
  const spool = await openPrintSpool(folder);
  await spool.write(Buffer.from('secret'));
  expect(await readdir(folder)).toEqual([]);
  // Who hangs up in the middle ends it too.
  const reader = spool.read();
  reader.destroy();
  await once(reader, 'close');
  await expect(spool.write(Buffer.from('more'))).rejects.toThrow();
});

test('a disk that takes nothing uses up nothing: the download is there for when it does', async () => {
  const batch = await released(10);
  const noFolder = join(folder, 'a-file');
  await writeFile(noFolder, '');
  await expect(download(batch, noFolder)).rejects.toMatchObject({ name: 'Fault', retry: 'safe' });
  await rm(noFolder);
  expect(await linesOf(await download(batch))).toBe(10);
});

test('a transaction that the database has us begin again begins the file again', async () => {
  const batch = await released(10);
  let attempts = 0;
  const again: Database = {
    ...rooms.database,
    async transaction(work) {
      await rooms.database
        .transaction(async (tx) => {
          await work(tx);
          attempts++;
          throw new Error('begin again');
        })
        .catch(() => undefined);
      return rooms.database.transaction(work);
    },
  };
  expect(await linesOf(await download(batch, folder, again))).toBe(10);
  expect(attempts).toBe(1);
});
