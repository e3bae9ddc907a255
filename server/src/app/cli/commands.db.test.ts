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
import { freshDatabase } from '../../platform/database/template.ts';
import { openKeys } from '../../platform/keys-file.ts';
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
  await house.database.transaction((tx) => openKeys(tx, join(folder, 'keys.json')));
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
const tallystick = (...words: string[]) => tallystickOn(house.url, ...words);
const tallystickOn = (url: string, ...words: string[]): Promise<{ code: number; out: string; errors: string }> => {
  const env = { ...inheritedEnvironment(), DATABASE_URL: url, DATA_DIR: folder };
  return new Promise((done) =>
    execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], { env }, (error, out, errors) =>
      done({ code: error ? Number(error.code) : 0, out, errors }),
    ),
  );
};

test(
  'explain tells an operation for each reader, and ends with 2 for what is none',
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
      ...{ code: 2, out: '', errors: expect.stringContaining('is no operation of the journal') },
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
    expect(wrong).toMatchObject({
      ...{ code: 2, out: '', errors: expect.stringContaining(`${file}: promotions[0].effects[0]`) },
    });
    expect((await tallystick('simulate', 'club', '--tenant', 'demo')).code).toBe(2);
  },
  START_MS,
);

test(
  'what is named and is not there is told in one line, as a wrong call',
  async () => {
    const drafts = ['null', '[]', '"summer"', '{}'].map((text, n) => {
      const file = join(folder, `wrong-${n}.json`);
      writeFileSync(file, text);
      return file;
    });
    const calls: [words: string[], says: RegExp][] = [
      [['simulate', 'none', '--tenant', 'demo', '--draft', 'x'], /there is no program "none" of a tenant "demo"/],
      [['simulate', 'club', '--tenant', 'nobody', '--draft', 'x'], /there is no program "club" of a tenant "nobody"/],
      [['simulate', 'club', '--tenant', 'demo', '--draft', 'x'], /there is no open draft "x"/],
      ...drafts.map((file): [string[], RegExp] => [
        ['simulate', 'club', '--tenant', 'demo', '--file', file],
        /wrong-\d\.json: /,
      ]),
      [['recompute', '--tenant', 'nobody'], /there is no program of a tenant "nobody"/],
      [['recompute', '--tenant', 'demo', '--program', 'none'], /there is no program "none" of a tenant "demo"/],
      [['journal', 'verify', '--tenant', 'nobody'], /there is no tenant "nobody": nothing was verified/],
      [['tenant', 'key', 'nobody', '--name', 'x'], /there is no tenant "nobody"/],
      [['explain', 'mem_1'], /"mem_1" is no operation of the journal/],
    ];
    for (const [words, says] of calls) {
      const answer = await tallystick(...words);
      expect({ words, ...answer }).toMatchObject({ code: 2, out: '', errors: expect.stringMatching(says) as string });
      expect(answer.errors).not.toMatch(/^\s+at /m);
    }
  },
  START_MS,
);

test(
  'a database without an installation, or with an older schema, is left as it is',
  async () => {
    const fresh = await freshDatabase();
    try {
      const started = await tallystickOn(fresh.url, 'recompute');
      expect(started).toMatchObject({ code: 1, errors: expect.stringContaining('there is no installation in this') });
      await fresh.database.query(
        'delete from public.schema_change where number = (select max(number) from public.schema_change)',
      );
      for (const words of [
        ['recompute'],
        ['journal', 'verify'],
        ['tenant', 'list'],
        ['db', 'backup', join(folder, 'copy')],
      ]) {
        const behind = await tallystickOn(fresh.url, ...words);
        expect(behind).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('lacks 1 schema change of') });
      }
      await fresh.database.query('drop table public.schema_change');
      const empty = await tallystickOn(fresh.url, 'audit', 'verify');
      expect(empty).toMatchObject({
        code: 1,
        errors: expect.stringContaining('no installation in the database of DATABASE_URL'),
      });
      expect(await fresh.database.query('select 1 from public.installation')).toEqual([]);
    } finally {
      await fresh.drop();
    }
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
