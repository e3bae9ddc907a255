import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../test/house.ts';
import { assert } from '../kernel/assert.ts';
import { isoFromInstant } from '../kernel/instant.ts';
import { systemClock } from '../platform/clock.ts';
import { inheritedEnvironment } from '../platform/config.ts';
import { openKeys } from '../platform/keys-file.ts';
import { recordSheet } from '../rooms/ledger/index.ts';
import { explainOperation, KIND_TEXTS, presentExplained, type Reader } from '../rooms/simulation/index.ts';
import { EVENTS } from './describe-event.ts';

const MINUTE_MS = 60_000;
const firstOn = '2020-01-01';

let house: TestHouse;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallystick-explain-'));
  house = await makeHouse({
    promotions: [
      {
        ...{ code: 'base-earn', priority: 100, firstOn, name: { en: 'For your shopping', es: 'Por su compra' } },
        effects: [
          { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
        ],
      },
      {
        ...{ code: 'from-thirty', priority: 50, firstOn, name: { en: 'Big basket', es: 'Gran cesta' } },
        conditions: [{ kind: 'min-basket', params: { min: '30.00', base: 'net' } }],
        effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '25' } }],
        limits: [{ per: 'program', of: 'points', max: '1000', over: 'clip' }],
      },
      {
        ...{ code: 'pair', priority: 10, firstOn },
        conditions: [{ kind: 'lines-include', params: { lines: { categories: ['shoes'] }, min: '2' } }],
        effects: [
          {
            kind: 'percent-discount',
            params: { percent: '10', lines: { categories: ['shoes'] }, onReturn: 'recheck' },
          },
        ],
      },
      {
        ...{ code: 'welcome', on: 'enrolment', priority: 10, firstOn, name: { en: 'Welcome', es: 'Bienvenida' } },
        effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '50' } }],
      },
      {
        ...{ code: 'review', on: 'review', priority: 10, firstOn },
        effects: [{ kind: 'points-per-unit', wallet: 'points', params: { attribute: 'stars', points: '4' } }],
      },
    ] as never,
  });
}, MINUTE_MS);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

const now = (): string => isoFromInstant(systemClock().now());
let number = 0;
type Answer = { readonly operation: string; readonly welcome?: { readonly operation: string } };
const ask = async (what: string, body: object, secret = house.secrets.till): Promise<Answer> => {
  const named = { reference: `r-${++number}`, ...body };
  const { status, body: told } = await house.request(what, named, { secret });
  assert(status < 300, `${what} is done: ${JSON.stringify(told)}`);
  return told as Answer;
};
const byHand = (what: string, body: object): Promise<Answer> =>
  ask(what, { program: 'club', walletType: 'points', ...body }, house.secrets.tenant);

type Told = {
  readonly kind: string;
  readonly agrees: boolean;
  readonly sentences: readonly string[];
  readonly shares: readonly object[];
  readonly wallets: readonly object[];
  readonly lots: readonly object[];
  readonly differences: readonly object[];
};
const derivation = async (operation: string, reader: string, language = 'en'): Promise<Told> =>
  (
    await house.request(`GET /v1/operations/${operation}/derivation?for=${reader}&language=${language}`, undefined, {
      secret: house.secrets.tenant,
    })
  ).body;

const lines = [
  {
    ...{ sku: 'boot', category: 'shoes', quantity: '2', amount: '40.00' },
    ...{ discount: '4.00', promotionDiscount: '4.00' },
  },
  { sku: 'bread', category: 'food', quantity: '1', amount: '5.00' },
];

test('a return says of each grant, discount, budget and payment what became of it, to each reader in his words', async () => {
  const [one] = house.people;
  const member = { member: one.member };
  await byHand('POST /v1/adjustments', { member, points: '1000', reason: 'goodwill' });
  const sale = await ask('POST /v1/sales', {
    ...{ reference: 'pair', manner: 'notice', occurredAt: now(), currency: 'EUR', lines, member: { card: one.card } },
    tenders: [
      { kind: 'points', amount: '5.00' },
      { kind: 'cash', amount: '36.00' },
    ],
  });
  const back = await ask('POST /v1/returns', {
    ...{ manner: 'notice', occurredAt: now(), original: { reference: 'pair' } },
    lines: [{ line: 1, quantity: '1' }],
  });
  const customer = await derivation(back.operation, 'customer');
  expect(customer.sentences).toEqual([
    'Goods came back.',
    expect.stringMatching(/^\d+ points were taken back\.$/),
    'Big basket: of 25 points you keep 0.',
    expect.stringMatching(/^For your shopping: of 36 points you keep \d+\.$/),
    expect.stringMatching(/^\d+ points with which you had paid are yours again\.$/),
    expect.stringMatching(/^\d+\.\d\d EUR go back \(cash\)\.$/),
    '2.00 EUR are kept from the refund in all: what stays does not earn a promotion any more.',
  ]);
  const spanish = await derivation(back.operation, 'customer', 'es');
  expect(spanish.sentences).toContain('Gran cesta: de 25 puntos conserva 0.');
  expect(spanish.sentences).toContain(
    'En total se descuentan 2,00 EUR de la devolución: lo que queda ya no da derecho a una promoción.',
  );
  const cashier = (await derivation(back.operation, 'cashier')).sentences.join('\n');
  expect(cashier).toContain('What came back: line 1 × 1.');
  expect(cashier).toContain('from-thirty had given 25 points; before this 25 stood, now 0 do');
  expect(cashier).toMatch(/Of \d+ points: \d+ came out of lots\./);
  expect(cashier).toContain('pair had taken 4.00 EUR off: 2.00 went with the goods so far, 2.00 ended');
  expect(cashier).toContain('from-thirty, limit program.points.ever: 25 points are free again.');
  expect(cashier).toContain(`It belongs to operation ${sale.operation}.`);
  expect(cashier).toContain('Not given any more: from-thirty: the lines that count come to');
  const auditor = await derivation(back.operation, 'auditor');
  expect(auditor).toMatchObject({ kind: 'checkout.return', agrees: true, differences: [] });
  expect(auditor.shares).toContainEqual(
    expect.objectContaining({ promotion: 'from-thirty', granted: '25', before: '25', stays: '0' }),
  );
  expect(auditor.lots.map((lot) => (lot as { effect: string }).effect)).toEqual(
    expect.arrayContaining(['cancel', 'restore']),
  );
  expect(auditor.sentences.slice(-2)).toEqual([
    expect.stringMatching(/^Computed again without the engine, .* the same\.$/),
    'Not computed again, or held against a bound only: money kept of the refund.',
  ]);
  const selling = await derivation(sale.operation, 'customer', 'es');
  expect(selling.sentences).toContain('Pagó 5,00 EUR con 500 puntos.');
});

test('an occasion is told by its promotions, joining among them, and its reversal by what was taken back', async () => {
  const joined = await ask(
    'POST /v1/members',
    { program: 'club', channel: 'web', externalId: 'ana' },
    house.secrets.tenant,
  );
  assert(joined.welcome !== undefined, 'joining has brought something');
  expect((await derivation(joined.welcome.operation, 'customer')).sentences).toEqual([
    'For joining the program.',
    '50 points: Welcome.',
  ]);
  expect((await derivation(joined.welcome.operation, 'customer', 'es')).sentences).toEqual([
    'Por inscribirse en el programa.',
    '50 puntos: Bienvenida.',
  ]);
  const told = await ask(
    'POST /v1/occasions',
    { program: 'club', member: { externalId: 'ana' }, name: 'review', attributes: { stars: 5 } },
    house.secrets.tenant,
  );
  const cashier = (await derivation(told.operation, 'cashier')).sentences;
  expect(cashier[0]).toBe('Occasion: review (stars 5).');
  expect(cashier).toContainEqual(expect.stringContaining('4 points per 1 of stars'));
  expect((await derivation(told.operation, 'auditor')).sentences.at(-1)).toBe(
    'Computed again without the engine: the same.',
  );
  const reversed = await ask(
    `POST /v1/occasions/${told.operation}/reversal`,
    { reason: 'fraud' },
    house.secrets.tenant,
  );
  const again = (await derivation(reversed.operation, 'cashier')).sentences;
  expect(again).toContain('Why: suspected fraud.');
  expect(again).toContain('Of 20 points: 20 came out of lots.');
  expect((await derivation(reversed.operation, 'customer')).sentences).toContain('20 points were taken back.');
});

test('a receipt on which nobody could earn is told to have earned nothing, and nothing is said to have drifted', async () => {
  const sale = await ask('POST /v1/sales', {
    ...{ occurredAt: now(), currency: 'EUR', lines: [lines[1]], tenders: [{ kind: 'cash', amount: '5.00' }] },
  });
  expect(await derivation(sale.operation, 'customer')).toMatchObject({
    ...{ agrees: true, sentences: ['This purchase earned no points.'] },
  });
  expect((await derivation(sale.operation, 'auditor', 'es')).sentences).toContain(
    'No dio nada: no se conocía al socio, su tarjeta no puede acumular o todo se había devuelto.',
  );
});

/** The sentences of an operation as its record would tell them if it said something else. */
const toldOf = async <Kept extends object>(operation: string, change: (record: Kept) => object) => {
  const place = house.tokens.decode('op', operation);
  assert(place !== undefined, 'an operation has a place');
  const kept = await house.machine.look.row(recordSheet, { lane: place.lane, seq: place.id });
  assert(kept !== undefined, 'an operation has a record');
  const deps = { ...house, look: house.machine.look, rulebook: house.promotions.rulebook };
  const record = change(kept.record as Kept);
  return (reader: Reader, language: 'en' | 'es') => explainOperation(deps, { ...kept, record }, reader, language);
};

const DRIFTED: readonly (readonly [Reader, 'en' | 'es', RegExp])[] = [
  ['customer', 'en', /^Decided again today it would come to something else\. You keep what was booked then/],
  ['customer', 'es', /^Decidido de nuevo hoy, daría otro resultado\. Usted conserva lo que se contabilizó entonces/],
  ['cashier', 'en', /^Decided again, version 1 of the rulebook gives something else than was booked\./],
  ['cashier', 'es', /^Decidido de nuevo, la versión 1 del reglamento da algo distinto de lo contabilizado\./],
  [
    'auditor',
    'en',
    /^Decided again, version 1 .*: \S+ 21 points.* was recorded, \S+ 20 points.* comes out\. The record stands\.$/,
  ],
  [
    'auditor',
    'es',
    /^Decidido de nuevo, la versión 1 .*: constaba \S+ 21 points.*, resulta \S+ 20 points.*\. Vale el registro\.$/,
  ],
];

type Granted = { readonly grants: readonly { readonly points: number }[] };
const byOnePoint = (record: Granted): object => ({
  ...record,
  grants: record.grants.map((grant) => ({ ...grant, points: grant.points + 1 })),
});

describe('a record whose grants were altered by one point', () => {
  const review = async (): Promise<string> => {
    const about = { program: 'club', member: { member: house.people[2].member }, name: 'review' };
    return (await ask('POST /v1/occasions', { ...about, attributes: { stars: 5 } }, house.secrets.tenant)).operation;
  };
  const purchase = async (): Promise<string> => {
    const goods = { sku: 'bread', category: 'food', quantity: '1', amount: '20.00' };
    const sold = { occurredAt: now(), currency: 'EUR', lines: [goods], tenders: [{ kind: 'cash', amount: '20.00' }] };
    return (await ask('POST /v1/sales', { ...sold, member: { card: house.people[2].card } })).operation;
  };

  test.each([
    ['an occasion', review],
    ['a sale', purchase],
  ])('%s says so to every reader in both languages, and tells what was recorded', async (_what, made) => {
    const operation = await made();
    const [altered, untouched] = [
      await toldOf(operation, byOnePoint),
      await toldOf<Granted>(operation, (record) => record),
    ];
    for (const [reader, language, says] of DRIFTED) {
      const told = await altered(reader, language);
      expect(told.agrees).toBe(false);
      expect(told.differences).toContainEqual(expect.objectContaining({ what: 'drift' }));
      expect(told.sentences, `${reader} ${language}`).toContainEqual(expect.stringMatching(says));
      expect(told.sentences.join('\n')).toMatch(language === 'en' ? /^21 points: /m : /^21 puntos: /m);
      const right = await untouched(reader, language);
      expect(right).toMatchObject({ agrees: true, differences: [] });
      expect(right.sentences).not.toContainEqual(expect.stringMatching(says));
    }
  });

  test.each([
    ['by the number of its promotion’s version', { version: 9 }],
    ['by the share of a line', { perLine: [[1, 19]] }],
  ])('or %s only does not agree: the comparison is the strict one', async (_what, other) => {
    const change = ({ grants, ...record }: Granted): object => ({
      ...record,
      grants: grants.map((grant) => ({ ...grant, ...other })),
    });
    expect(await (await toldOf(await purchase(), change))('auditor', 'en')).toMatchObject({ agrees: false });
  });
});

test('what a person does by hand is told with its reason, whoever did it, the wallets and the lots', async () => {
  const [, two, three] = house.people;
  const given = await byHand('POST /v1/adjustments', {
    member: { member: two.member },
    points: '80',
    reason: 'complaint',
  });
  expect(await derivation(given.operation, 'customer')).toMatchObject({
    sentences: ['We corrected your points.', '80 points more are yours.'],
  });
  const cashier = await derivation(given.operation, 'cashier', 'es');
  expect(cashier.sentences.slice(0, 3)).toEqual([
    'Un ajuste manual.',
    'Por qué: una reclamación.',
    expect.stringMatching(/^Por: everything, cred_/),
  ]);
  const auditor = await derivation(given.operation, 'auditor');
  expect(auditor.lots).toMatchObject([{ effect: 'made', change: '80', walletType: 'points' }]);
  expect(auditor.sentences).toContain('Posting: adjustment -80 PTS.');
  const moved = await byHand('POST /v1/transfers', {
    ...{ from: { member: two.member }, to: { member: three.member }, points: '30', reason: 'member_request' },
  });
  expect((await derivation(moved.operation, 'customer')).sentences).toEqual([
    'Points went to another member.',
    '30 points fewer are yours.',
  ]);
  expect((await derivation(moved.operation, 'auditor')).wallets).toEqual([
    { member: two.member, walletType: 'points', unit: 'PTS', booked: '-30', pending: '0', owed: '0' },
    { member: three.member, walletType: 'points', unit: 'PTS', booked: '30', pending: '0', owed: '0' },
  ]);
  const held = await ask('POST /v1/holds', { member: { card: two.card }, walletType: 'points', points: '20' });
  const holding = await derivation(held.operation, 'auditor');
  expect(holding.lots).toMatchObject([{ effect: 'held', change: '20', grantedBy: expect.stringMatching(/^op_/) }]);
  expect((await derivation(held.operation, 'customer')).sentences.slice(0, 2)).toEqual([
    'Points are kept aside for you.',
    'It is about 20 points.',
  ]);
});

test('a bound till is not told who else did something, nor of what happened elsewhere', async () => {
  const [one] = house.people;
  const byTenant = await byHand('POST /v1/adjustments', {
    member: { member: one.member },
    points: '1',
    reason: 'other',
  });
  const hidden = await house.request(`GET /v1/operations/${byTenant.operation}/derivation`);
  expect(hidden).toMatchObject({ status: 404, body: { code: 'checkout.operation.unknown' } });
  const own = await ask('POST /v1/sales', {
    occurredAt: now(),
    currency: 'EUR',
    lines: [{ sku: 'bread', category: 'food', quantity: '1', amount: '5.00' }],
    tenders: [{ kind: 'cash', amount: '5.00' }],
    member: { card: one.card },
  });
  const back = await ask('POST /v1/voids', { occurredAt: now(), target: { family: 'sale', reference: `r-${number}` } });
  assert(own.operation !== back.operation, 'a void is one of its own');
  const told = await house.request(`GET /v1/operations/${back.operation}/derivation?for=auditor`);
  expect(JSON.stringify(told.body)).not.toContain('cred_');
  expect((told.body as Told).sentences.join()).toContain('A sale voided');
});

test('every operation of the journal is told to every reader in both languages, and nothing comes out otherwise', async () => {
  const rows = await house.database.query<{ lane: number; seq: bigint; kind: string }>(
    'select lane, seq, kind from ledger.journal where home_lane is null order by lane, seq',
  );
  expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThan(8);
  const deps = { ...house, look: house.machine.look, rulebook: house.promotions.rulebook };
  for (const { lane, seq, kind } of rows) {
    expect(KIND_TEXTS[kind], kind).toBeDefined();
    const kept = await house.machine.look.row(recordSheet, { lane, seq });
    assert(kept !== undefined, 'an operation has a record');
    for (const reader of ['customer', 'cashier', 'auditor'] as const)
      for (const language of ['en', 'es'] as const) {
        const told = await explainOperation(deps, kept, reader, language);
        expect(told, kind).toMatchObject({ differences: [] });
        expect(told.sentences.length, kind).toBeGreaterThan(0);
        expect(told.sentences.join(), kind).not.toMatch(/undefined|\{(?!")/);
        presentExplained(house, 'op', told);
      }
  }
});

test('every kind that is announced has its words', () => {
  expect(Object.keys(EVENTS).filter((kind) => !Object.hasOwn(KIND_TEXTS, kind))).toEqual([]);
});

test('the command says so of what is no operation', { timeout: MINUTE_MS }, async () => {
  await house.database.transaction((tx) => openKeys(tx, join(folder, 'keys.json')));
  const env = { ...inheritedEnvironment(), DATABASE_URL: house.url, DATA_DIR: folder };
  const main = join(import.meta.dirname, 'cli/main.ts');
  const unknown = await new Promise<{ code: number; err: string }>((done) => {
    execFile(process.execPath, [main, 'explain', 'op_00000000000000000000000000'], { env }, (error, _, err) =>
      done({ code: error ? Number(error.code) : 0, err }),
    );
  });
  expect(unknown.code).not.toBe(0);
  expect(unknown.err).toContain('is no operation of the journal');
});
