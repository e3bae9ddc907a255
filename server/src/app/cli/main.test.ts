import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');

/** Runs a command whose reader goes away before a word was said, as `head -0` does. */
function unread(...words: string[]): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let errors = '';
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, errors })));
}

test('a command whose reader went away ends quietly, and as it would have ended', async () => {
  expect(await unread('--help')).toEqual({ code: 0, errors: '' });
  expect(await unread('journal', 'verify', '--help')).toEqual({ code: 0, errors: '' });
});
