import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { assert } from '../../kernel/assert.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import { inheritedEnvironment } from '../../platform/config.ts';
import { KEY_KINDS } from '../../platform/keys.ts';

// The commands as somebody at the machine starts them: a process of their own, over the database of a program that runs.

// Seconds for each start of a program on a machine that does other things too.
const START_MS = 300_000;
const clock = systemClock();
let house: TestHouse;
let folder: string;
const operations: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallystick-commands-'));
  house = await makeHouse({ promotions: [BASE_EARN] });
  const kept = KEY_KINDS.map((kind) => [
    kind,
    house.keys[kind].map(({ number, secret }) => ({ number, secret: secret.toString('base64') })),
  ]);
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(Object.fromEntries(kept)));
  for (const [at, amount] of ['20.00', '33.50', '7.00'].entries()) {
    const sold = await house.request('POST /v1/sales', {
      ...{ reference: `cmd-${at}`, occurredAt: isoFromInstant(clock.now()), currency: 'EUR' },
      ...{ member: { card: house.people[0].card }, lines: [{ line: 1, sku: 'bread', amount }] },
    });
    assert(sold.status === 201, JSON.stringify(sold.body));
    operations.push((sold.body as { operation: string }).operation);
  }
}, START_MS);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

/** Starts the program with these words, and gives how it ended and what it said. */
const tallystick = (...words: string[]): Promise<{ code: number; out: string; errors: string }> => {
  const env = { ...inheritedEnvironment(), DATABASE_URL: house.url, DATA_DIR: folder };
  return new Promise((done) =>
    execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], { env }, (error, out, errors) =>
      done({ code: error ? Number(error.code) : 0, out, errors }),
    ),
  );
};

test(
  'explain tells an operation for each reader, and ends with 1 for what is none',
  async () => {
    const [first] = operations;
    const told = await tallystick('explain', first, '--for', 'customer');
    expect(told.code, told.errors).toBe(0);
    expect(told.out).toMatch(/\b20\b/);
    const spanish = await tallystick('explain', first, '--for', 'customer', '--language', 'es');
    expect(spanish.out).toMatch(/punto/);
    expect(spanish.out).not.toBe(told.out);
    const audited = await tallystick('explain', operations[1], '--for', 'auditor', '--json');
    expect(audited.code, audited.errors).toBe(0);
    expect(JSON.parse(audited.out)).toMatchObject({ differences: [] });
    expect((JSON.parse(audited.out) as { sentences: string[] }).sentences.join(' ')).toMatch(/\b33\b/);
    expect(await tallystick('explain', `${first.slice(0, -1)}_`)).toMatchObject({
      ...{ code: 1, out: '', errors: expect.stringContaining('is no operation of the journal') },
    });
    expect((await tallystick('explain', first, '--for', 'nobody')).code).toBe(2);
  },
  START_MS,
);

test(
  'simulate runs a draft from a file over the receipts, names what is wrong in one, and refuses a call that asks for nothing',
  async () => {
    const file = join(folder, 'draft.json');
    const params = { points: '2', step: '1.00', per: 'receipt' };
    const double = { ...BASE_EARN, effects: [{ kind: 'points-per-amount', wallet: 'points', params }] };
    writeFileSync(file, JSON.stringify({ promotions: [double] }));
    const asked = ['simulate', 'club', '--tenant', 'demo', '--file', file] as const;
    const done = await tallystick(...asked, '--json');
    expect(done.code, done.errors).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({
      ...{ receipts: 3, buyers: 1, gross: '60.50' },
      amounts: { points: { draft: '121', today: '60', difference: '61' } },
    });
    writeFileSync(file, JSON.stringify({ promotions: [{ ...double, effects: [{ kind: 'free-lunch', params: {} }] }] }));
    const wrong = await tallystick(...asked);
    expect(wrong).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('promotions[0].effects[0]') });
    expect((await tallystick('simulate', 'club', '--tenant', 'demo')).code).toBe(2);
  },
  START_MS,
);

test(
  'tenant opens one once, lists it, lets a person in and issues a key that works',
  async () => {
    const open = ['tenant', 'open', 'acme', '--name', 'Acme', '--country', 'es'] as const;
    expect(await tallystick(...open)).toMatchObject({ code: 0, out: expect.stringContaining('"acme" is open') });
    expect(await tallystick(...open)).toMatchObject({
      ...{ code: 1, out: '', errors: expect.stringContaining('programs.tenant.code_taken') },
    });
    const founders = ['Ana Torres <ana@two.example>', ' Bruno Vidal<bruno@two.example>'].flatMap((one) => [
      '--person',
      one,
    ]);
    const two = await tallystick('tenant', 'open', 'two', '--name', 'Two', '--country', 'ES', ...founders);
    expect(two, two.errors).toMatchObject({
      code: 0,
      out: expect.stringMatching(/ana@two.example {2}\S{20}\n {2}bruno@two/),
    });
    expect(two.out).not.toContain('three days');
    const nobody = await tallystick(
      'tenant',
      'open',
      'no',
      '--name',
      'No',
      '--country',
      'ES',
      '--person',
      'ana@two.example',
    );
    expect(nobody).toMatchObject({ code: 2, errors: expect.stringContaining('Ana Torres <ana@acme.example>') });
    const named = await tallystick('tenant', 'key', 'two', '--name', 'of Ana', '--person', 'Ana@two.example');
    expect(named.code, named.errors).toBe(0);
    const listed = await tallystick('tenant', 'list', '--json');
    expect(JSON.parse(listed.out)).toContainEqual({ code: 'acme', name: 'Acme' });

    await house.refresh();
    const admitted = await tallystick('tenant', 'admit', 'acme', 'ana@acme.example', '--name', 'Ana');
    expect(admitted.code, admitted.errors).toBe(0);
    const password = admitted.out.split('\n')[1]?.trim();
    const payload = { tenant: 'acme', email: 'ana@acme.example', password };
    const signed = await house.api.inject({ method: 'POST', url: '/v1/portal/sign-in', payload });
    expect(signed.json()).toMatchObject({ secondFactor: 'email' });
    const key = await tallystick('tenant', 'key', 'acme', '--name', 'reader', '--scopes', 'settings:read');
    expect(key.code, key.errors).toBe(0);
    await house.refresh();
    const secret = key.out.trim();
    expect(await house.request('GET /v1/units', undefined, { secret })).toMatchObject({ status: 200 });
    const more = await house.request('POST /v1/units', { code: 'EUR', kind: 'money' }, { secret });
    expect(more).toMatchObject({ status: 403 });
  },
  START_MS,
);
