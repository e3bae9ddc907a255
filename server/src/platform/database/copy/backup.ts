import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { Fault } from '../../../kernel/fault.ts';
import { estimatedRows, refuseDifference, rowCounter, type Carried, type Progress } from './copy-database.ts';
import { openReader } from './reader.ts';
import { openWriter } from './writer.ts';

const MANIFEST = 'manifest.json';
const FORMAT = 1;

const manifestFile = z.object({
  format: z.literal(FORMAT),
  takenAt: z.string(),
  changes: z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() })),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      estimate: z.number(),
      file: z.string().regex(/^\d{4}\.copy\.gz$/),
      rows: z.int(),
      sha256: z.string(),
    }),
  ),
  partitions: z.array(z.object({ name: z.string(), parent: z.string(), bound: z.string() })),
  sequences: z.array(z.object({ name: z.string(), last: z.string() })),
});

/** What stands in a backup: read before anything is restored from it. */
export type Manifest = z.infer<typeof manifestFile>;

function hashing(hashed: (sha256: string) => void): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(undefined, piece);
    },
    flush(done) {
      hashed(hash.digest('hex'));
      done();
    },
  });
}

/**
 * Writes everything in the database at `url` to `folder`: a compressed file per table, all out of one snapshot, and a
 * manifest with counts and digests. The folder must be absent or empty; it appears when all is in it. Keys are not in
 * it, and without them most of it cannot be read.
 */
export async function backUp(url: string, folder: string, progress: Progress = () => undefined): Promise<Carried> {
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new Fault(`${target} is not empty: a backup gets a folder of its own`, { retry: 'never' });
  }
  const building = `${target}.unfinished`;
  rmSync(building, { recursive: true, force: true });
  const reader = await openReader(url, 'tallystick backup');
  try {
    mkdirSync(building, { recursive: true, mode: 0o700 });
    const { tables, ...inventory } = reader.inventory;
    const ofAbout = estimatedRows(tables);
    const entries: Manifest['tables'] = [];
    let rows = 0;
    for (const [index, table] of tables.entries()) {
      const entry = { ...table, file: `${String(index).padStart(4, '0')}.copy.gz`, rows: 0, sha256: '' };
      await pipeline(
        reader.rows(table),
        rowCounter((more) => {
          entry.rows += more;
          progress({ table: table.name, rows: rows + entry.rows, ofAbout });
        }),
        // The fastest level: rows shrink to a fifth either way, and the processor is the till's.
        createGzip({ level: 1 }),
        hashing((sha256) => (entry.sha256 = sha256)),
        createWriteStream(join(building, entry.file), { mode: 0o600, flush: true }),
      );
      rows += entry.rows;
      entries.push(entry);
    }
    const sequences = await reader.close();
    const manifest: Manifest = { ...inventory, format: FORMAT, takenAt: reader.takenAt, tables: entries, sequences };
    writeFileSync(join(building, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    mkdirSync(dirname(target), { recursive: true });
    renameSync(building, target);
    return { tables: entries.length, rows };
  } catch (error) {
    await reader.abandon();
    rmSync(building, { recursive: true, force: true });
    throw error;
  }
}

/** Reads what a backup says of itself. A Fault when the folder holds none. */
export function readManifest(folder: string): Manifest {
  const path = join(resolve(folder), MANIFEST);
  if (!existsSync(path))
    throw new Fault(`${resolve(folder)} holds no backup: ${MANIFEST} is not there`, { retry: 'never' });
  const parsed = manifestFile.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!parsed.success)
    throw new Fault(`${path} is not the manifest of a backup that this program can read`, { retry: 'never' });
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Fills the empty database at `url` from a backup. A file that was changed, or a table with another count than the
 * manifest has, stops it, and nothing stays.
 */
export async function restore(folder: string, url: string, progress: Progress = () => undefined): Promise<Carried> {
  const manifest = readManifest(folder);
  const writer = await openWriter(url, manifest, 'tallystick restore');
  try {
    const ofAbout = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    let rows = 0;
    for (const table of manifest.tables) {
      let passed = 0;
      let sha256 = '';
      await pipeline(
        createReadStream(join(resolve(folder), table.file)),
        hashing((digest) => (sha256 = digest)),
        createGunzip(),
        rowCounter((more) => {
          passed += more;
          progress({ table: table.name, rows: rows + passed, ofAbout });
        }),
        writer.rows(table),
      );
      if (sha256 !== table.sha256)
        throw new Fault(`${table.file} (${table.name}) was changed since the backup`, { retry: 'never' });
      refuseDifference(table, table.rows, await writer.count(table));
      rows += passed;
    }
    await writer.finish(manifest.sequences);
    return { tables: manifest.tables.length, rows };
  } catch (error) {
    await writer.abandon();
    if (error instanceof Fault || (error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    throw new Fault(`the backup cannot be restored: ${(error as Error).message}`, { retry: 'never', cause: error });
  }
}
