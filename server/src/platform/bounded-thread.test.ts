import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINE_FLAGS } from '../../../bin/engine-flags.mjs';
import { answeringThread, openBoundedThread } from './bounded-thread.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallystick-thread-'));
});
afterAll(() => rm(folder, { recursive: true }));

const ANSWERING = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', (order) => {
  if (order === 'fail') throw new Error('what it met');
  if (order === 'end') process.exit(3);
  parentPort.postMessage(order * 2);
});`;

const LIMITS = { maxYoungGenerationSizeMb: 8 };
let files = 0;
async function fileOf(source: string): Promise<URL> {
  const path = join(folder, `thread-${++files}.mjs`);
  await writeFile(path, source);
  return pathToFileURL(path);
}
const opened = async () =>
  answeringThread<number | string, number>(openBoundedThread(await fileOf(ANSWERING), 0, LIMITS));

describe('a thread that answers', () => {
  test('gives each who asks his own answer, in the order of asking', async () => {
    const thread = await opened();
    expect(await Promise.all([1, 2, 3].map((n) => thread.ask(n)))).toEqual([2, 4, 6]);
    await thread.close();
  });

  test('fails everybody who waits, and who comes after, with what it met', async () => {
    const thread = await opened();
    const asked = [thread.ask('fail'), thread.ask(1)];
    for (const one of asked) await expect(one).rejects.toThrow('what it met');
    await expect(thread.ask(2)).rejects.toThrow('what it met');
  });

  test('that ends without a word leaves nobody waiting', async () => {
    const thread = await opened();
    await expect(thread.ask('end')).rejects.toThrow('ended with 3');
  });
});

test('a thread keeps its bound under the flag by which the program is started, which a plain one does not', async () => {
  const worker = await fileOf('setInterval(() => undefined, 1_000);');
  const source = `
import { Worker } from 'node:worker_threads';
import { openBoundedThread } from ${JSON.stringify(new URL('bounded-thread.ts', import.meta.url).href)};
const limits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 };
const file = new URL(${JSON.stringify(worker.href)});
const limitOf = async (thread) => {
  await new Promise((resolve) => thread.once('online', resolve));
  const { heap_size_limit: bytes } = await thread.getHeapStatistics();
  await thread.terminate();
  return Math.round(bytes / 2 ** 20);
};
console.log(await limitOf(new Worker(file, { resourceLimits: limits })), await limitOf(openBoundedThread(file, 0, limits)));
`;
  const main = await fileOf(source);
  const args = [...ENGINE_FLAGS, main.pathname];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const [plain, bounded] = stdout.trim().split(' ').map(Number);
  expect(plain).toBeGreaterThan(128);
  expect(bounded).toBeLessThanOrEqual(80);
});
