import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault } from '../../../kernel/fault.ts';

const PIECE_BYTES = 256 * 1024;

/** A file that is written, read once, and gone. */
export type PrintSpool = {
  write(bytes: Uint8Array): Promise<void>;
  /** What was written, from the start. Its end, also when the reader hangs up, is that of the file. */
  read(): Readable;
  /** Without reading it. */
  close(): Promise<void>;
};

/**
 * Opens a file in a folder that holds what comes between the cards and the printer: a million of them are sixty megabytes, which are not
 * to stand in memory. Its name is taken away at once, so that the disk has it back when the file is closed or the program is no more, however
 * that ends. Of a program killed between the two an empty file is left, which the sweep of card files takes.
 */
export async function openPrintSpool(folder: string): Promise<PrintSpool> {
  const file = await openNameless(folder).catch(notWritten);
  return {
    write: (bytes) => file.writeFile(bytes).catch(notWritten),
    read: () => file.createReadStream({ start: 0, highWaterMark: PIECE_BYTES }),
    close: () => file.close(),
  };
}

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.print`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await rm(path);
  } catch (error) {
    await file.close();
    throw error;
  }
  return file;
}

/** Whatever a disk does: full, gone, read only. Nothing is used up by it, so that it can be tried again. */
function notWritten(cause: unknown): never {
  throw new Fault('the file for the printer could not be written', { retry: 'safe', cause });
}
