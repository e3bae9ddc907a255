import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const NUMBER = '6012345678901234';
/** A run that let nothing out, one line of each kind. */
const CLEAN = {
  secret: `{"number":"${NUMBER}"}\n{"pin":"4711"}`,
  log: '{"level":30,"msg":"started"}',
  error: '{"code":"giftcards.card.unknown"}',
  address: 'GET /v1/cards/card_0123',
  export: 'card;balance\n••••1234;25.00',
  trace: 'audit {"act":"cards.card.blocked"}',
};
const KINDS = ['log', 'error', 'address', 'export', 'trace'] as const;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What the scan says of a run. */
function scan(captured: Partial<Record<keyof typeof CLEAN, string>>): {
  readonly passes: boolean;
  readonly said: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-captured-'));
  folders.push(folder);
  for (const [kind, text] of Object.entries(captured))
    writeFileSync(join(folder, `${kind}-1.txt`), text && `${text}\n`);
  const done = spawnSync(process.execPath, ['tools/scan-capture.ts', folder], { encoding: 'utf8' });
  return { passes: done.status === 0, said: done.stdout + done.stderr };
}

test('a run that let nothing out passes', () => {
  expect(scan(CLEAN)).toMatchObject({ passes: true, said: expect.stringContaining('none came out') });
});

describe('a run fails', () => {
  test.each(KINDS)('that captured nothing of the kind %s', (kind) => {
    const { [kind]: _, ...others } = CLEAN;
    const said = expect.stringContaining(`nothing of the kind ${kind} was captured`);
    expect(scan(others)).toMatchObject({ passes: false, said });
    expect(scan({ ...CLEAN, [kind]: '' })).toMatchObject({ passes: false, said });
  });

  test.each(KINDS)('that let a number out by its %s, which is not printed', (kind) => {
    const told = scan({ ...CLEAN, [kind]: `${CLEAN[kind]}\n{"was":"${NUMBER}"}` });
    expect(told).toMatchObject({ passes: false, said: expect.stringContaining(`${kind}-1.txt`) });
    expect(told.said).not.toContain(NUMBER);
  });

  test.each(KINDS)('that let a PIN out by its %s', (kind) => {
    expect(scan({ ...CLEAN, [kind]: `${CLEAN[kind]}\n{"pin":"4711"}` }).passes).toBe(false);
  });

  test('in which no card number or no PIN went in', () => {
    expect(scan({ ...CLEAN, secret: '{"pin":"4711"}' }).passes).toBe(false);
    expect(scan({ ...CLEAN, secret: `{"number":"${NUMBER}"}` }).passes).toBe(false);
  });
});
