import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../../test/house.ts';
import { luhnDigit } from '../../../kernel/card-number.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import { manualClock } from '../../../platform/clock.ts';
import { cardKeys } from '../identify.ts';
import { CARDS_PER_CHUNK } from './making.ts';
import type { MakingDeps } from './making-deps.ts';
import { createMaking, stockDetailOf, workOnFiles, type CardMaking, type CodeMail } from './index.ts';
import { sweepCardFiles } from './jobs/sweep-card-files.ts';

const clock = manualClock(instantFromIso('2026-11-22T08:00:00Z')!);
const folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-files-`));
const mails: CodeMail[] = [];
let house: TestHouse;
let deps: MakingDeps;
let making: CardMaking;

beforeAll(async () => {
  house = await makeHouse({ clock });
  deps = {
    ...{ database: house.database, keys: house.keys, tokens: house.tokens, clock, programs: house.programs, folder },
    cards: house.cards,
    sendCode: (_tx, mail) => Promise.resolve(void mails.push(mail)),
    askSecondPerson: () => Promise.resolve({ ok: true, approval: 7n }),
  };
  making = createMaking(deps);
  const common = { program: undefined, priceList: undefined, track: {}, processor: undefined, policy: {} } as const;
  const range = { ...common, systemOfRecord: 'here', checkDigit: 'luhn', charset: 'digits', length: 12 } as const;
  const eur = house.programs.settings().unitByCode(house.tenant, 'EUR')!.unit;
  const gift = { type: 'gift', pinKind: 'pin', pinLength: 4, pinRequired: true, unit: eur, face: undefined } as const;
  const bonus = {
    type: 'bonus',
    pinKind: 'none',
    pinLength: 0,
    pinRequired: false,
    unit: undefined,
    face: undefined,
  } as const;
  must(await house.cards.openRange(house.tenant, { ...range, ...gift, code: 'gift', prefix: '7770' }));
  must(await house.cards.openRange(house.tenant, { ...range, ...bonus, code: 'bonus', prefix: '8880' }));
  await register();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Registers the client's address with the second person's yes. */
async function register() {
  const asked = must(
    await making.changeContact({
      ...{ tenant: house.tenant, partner: 0, partnerCode: undefined, email: 'owner@example.com' },
      ...{ space: 0n, reference: 'contact-1', by: user },
    }),
  );
  expect(await making.contactOf(house.tenant, 0)).toBeUndefined();
  expect(asked.masked).toBe('o•••@example.com');
  await house.database.transaction((tx) => making.applyContactChange(tx, house.tenant, 1n));
  expect((await making.contactOf(house.tenant, 0))?.email).toBe('owner@example.com');
}

const user = { credential: 5n };
const number = (prefix: string, n: number): string => {
  const payload = prefix + String(n).padStart(7, '0');
  return payload + luhnDigit(payload);
};
const bonusFile = (from: number, count: number): string =>
  `number,serial\n${Array.from({ length: count }, (_, n) => `${number('8880', from + n)},S${from + n}`).join('\n')}\n`;

let references = 0;
async function upload(
  text: string | Buffer,
  more: { mode?: 'whole' | 'valid'; range?: string; reference?: string } = {},
) {
  const { mode = 'whole', range = 'bonus', reference = `file-${(references += 1)}` } = more;
  const outcome = await making.receive({
    ...{ tenant: house.tenant, partner: 0, space: 0n, reference, range, mode, told: {}, by: user },
    upload: Readable.from([Buffer.from(text as string)]),
  });
  return outcome;
}
const uploaded = async (...given: Parameters<typeof upload>) => must(await upload(...given)).making.making;
const stateOf = async (id: bigint) => (await making.find(house.tenant, id))!;
const asking = (id: bigint) => ({ tenant: house.tenant, making: id, by: user });
const codeOf = async (id: bigint): Promise<string> => {
  must(await making.sendCode(asking(id)));
  return mails.at(-1)!.code;
};
const flawsOf = async (id: bigint) =>
  (await making.flaws(await stateOf(id), { line: 0, n: -1 }, 1_000)).map(({ line, code }) => `${line} ${code}`);
const inStock = async (text: string): Promise<string[]> =>
  (
    await house.database.query<{ state: string }>(
      `select batch.state from cards.stock join cards.batch using (batch) where stock.tenant_id = $1 and stock.key = $2`,
      [house.tenant, cardKeys(house.keys, text)[0]],
    )
  ).map(({ state }) => state);
const stockCount = async (): Promise<number> =>
  Number((await house.database.query<{ n: bigint }>('select count(*) as n from cards.stock'))[0]!.n);
type Made = Extract<Awaited<ReturnType<CardMaking['makeFew']>>, { ok: true }>;
const mustBe = (outcome: Awaited<ReturnType<CardMaking['makeFew']>>): Made => {
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome;
};
const confirm = async (id: bigint, code: string, by = user, tenant = house.tenant) => {
  const outcome = await making.confirm({ tenant, making: id, by, code });
  return outcome.ok ? 'ok' : outcome.refusal;
};

test('a file becomes cards: checked, confirmed by the mailed code, made, released at once, with no journal row', async () => {
  const before = await house.journalCount();
  const id = await uploaded(
    `number;pin;face_value;phone;valid_until;note\n${number('7770', 1)};1234;25,00;600 123 456;2027-12-31;=1+1\n${number('7770', 2)};4321;;;;\n`,
    { range: 'gift' },
  );
  expect(await workOnFiles(deps)).toBe(1);
  expect(await stateOf(id)).toMatchObject({ state: 'checked', rowsTotal: 2, rowsWrong: 0 });
  expect((await stateOf(id)).understood).toMatchObject({ separator: ';', encoding: 'utf-8', decimalSign: 'comma' });
  expect(await stockCount()).toBe(0);
  const code = await codeOf(id);
  expect(code).toMatch(/^\d{8}$/);
  expect(mails.at(-1)).toMatchObject({ to: 'owner@example.com', facts: { count: 2 } });
  expect(await confirm(id, code)).toBe('ok');
  expect(await workOnFiles(deps)).toBe(1);
  expect(await stateOf(id)).toMatchObject({ state: 'released', rowsDone: 2 });
  expect(await inStock(number('7770', 1))).toEqual(['released']);
  const detail = await stockDetailOf(deps, { tenant: house.tenant, batch: (await stateOf(id)).batch!, serial: 1 });
  expect(detail).toMatchObject({ phone: '+34600123456', validUntil: '2027-12-31', note: '=1+1' });
  expect(await house.journalCount()).toBe(before);
  expect(readdirSync(folder)).toEqual([]);
});

test('on the disk and in the database stands no number, PIN or code', async () => {
  const id = await uploaded(`number,pin\n${number('7770', 5)},8642\n`, { range: 'gift' });
  const [name] = readdirSync(folder);
  const bytes = readFileSync(join(folder, name!)).toString('latin1');
  expect(bytes).not.toContain(number('7770', 5));
  await workOnFiles(deps);
  const code = await codeOf(id);
  const rows = await house.database.query(
    `select making::text as text from cards.making union all select making_code::text from cards.making_code`,
  );
  for (const secret of [number('7770', 5), code]) expect(JSON.stringify(rows)).not.toContain(secret);
  expect(await making.abandon(await stateOf(id))).toBe(true);
});

test('duplicates inside, against the base and against members are told with their lines', async () => {
  const person = house.people[0];
  const file = [
    'number,serial,member_external_id',
    `${number('8880', 1)},A,`,
    `${number('8880', 2)},A,`,
    `${number('8880', 1)},B,nobody`,
    `${number('8880', 3)},C,`,
    `${number('8880', 3)},D,`,
    `${number('8880', 3)},E,`,
  ].join('\r');
  const id = await uploaded(file);
  await workOnFiles(deps);
  expect(await flawsOf(id)).toEqual([
    '3 serial.twice',
    '4 number.twice',
    '4 member_external_id.unknown',
    '6 number.twice',
    '7 number.twice',
  ]);
  expect(await stateOf(id)).toMatchObject({ state: 'checked', rowsTotal: 6, rowsWrong: 4 });
  expect(await making.sendCode(asking(id))).toMatchObject({ refusal: 'cards.file.rows_wrong', facts: { rows: '4' } });
  await making.abandon(await stateOf(id));
  expect(person.card).toBeTruthy();
});

test('accept-valid leaves the wrong rows out and makes the others', async () => {
  const file = `number\n${number('8880', 10)}\n12345\n${number('8880', 11)}\n${number('8880', 10)}`;
  const id = await uploaded(file, { mode: 'valid' });
  await workOnFiles(deps);
  expect(await flawsOf(id)).toEqual(['3 number.wrong_length', '5 number.twice']);
  expect(await confirm(id, await codeOf(id))).toBe('ok');
  await workOnFiles(deps);
  expect(await stateOf(id)).toMatchObject({ state: 'released' });
  expect(await inStock(number('8880', 10))).toEqual(['released']);
  expect(await inStock(number('8880', 11))).toEqual(['released']);

  // And a second file with one of them is told so.
  const again = await uploaded(`number\n${number('8880', 11)}\n`);
  await workOnFiles(deps);
  expect(await flawsOf(again)).toEqual(['2 number.taken']);
  await making.abandon(await stateOf(again));
});

test('a file that is none is refused whole, and its bytes are gone', async () => {
  const id = await uploaded(`number,note\n${number('8880', 20)},"open\n`);
  await workOnFiles(deps);
  expect(await stateOf(id)).toMatchObject({ state: 'refused', refusal: 'cards.file.quote_open', facts: { line: '2' } });
  expect(readdirSync(folder)).toEqual([]);
});

test('the same file under the same reference is the same; another one is refused', async () => {
  const reference = 'twice';
  const text = bonusFile(30, 1);
  const first = must(await upload(text, { reference }));
  expect(must(await upload(text, { reference }))).toMatchObject({
    repeated: true,
    making: { making: first.making.making },
  });
  expect(await upload(bonusFile(31, 1), { reference })).toMatchObject({ refusal: 'operation.reference_reused' });
  expect(await upload(text, { reference, mode: 'valid' })).toMatchObject({ refusal: 'operation.reference_reused' });
  expect(readdirSync(folder)).toHaveLength(1);
  await making.abandon(first.making);
});

test('wrong, late, replayed, foreign and used codes get one answer, and each makes nothing', async () => {
  const [id, other] = [await uploaded(bonusFile(40, 2)), await uploaded(bonusFile(50, 2))];
  await workOnFiles(deps);
  const before = await stockCount();
  const code = await codeOf(id);
  const wrong = code === '00000000' ? '00000001' : '00000000';
  const codeOfOther = await codeOf(other);
  expect(await confirm(id, wrong)).toBe('cards.code.wrong');
  expect(await confirm(id, codeOfOther)).toBe('cards.code.wrong');
  expect(await confirm(id, code, { credential: 6n })).toBe('cards.code.wrong');
  expect(await confirm(id, code, user, house.principals.vecino.tenant)).toBe('cards.code.wrong');
  expect(await confirm(999_999n, code)).toBe('cards.code.wrong');
  expect(await making.sendCode({ ...asking(id), by: { credential: 6n } })).toMatchObject({
    refusal: 'cards.file.not_yours',
  });
  // The code of before ends with the next one.
  const second = await codeOf(id);
  expect(await confirm(id, code)).toBe(code === second ? 'ok' : 'cards.code.wrong');
  clock.advance(601_000_000);
  expect(await confirm(id, second)).toBe('cards.code.wrong');
  const third = await codeOf(id);
  for (let n = 0; n < 5; n++) expect(await confirm(id, third === wrong ? '11111111' : wrong)).toBe('cards.code.wrong');
  expect(await confirm(id, third)).toBe('cards.code.wrong');
  const fourth = await codeOf(id);
  expect(await stockCount()).toBe(before);
  // Of ten at once exactly one uses it.
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => confirm(id, fourth)));
  expect(outcomes.filter((one) => one === 'ok')).toHaveLength(1);
  expect(await confirm(id, fourth)).toBe('cards.code.wrong');
  await workOnFiles(deps);
  expect(await stockCount()).toBe(before + 2);
  await making.abandon(await stateOf(other));
});

test('no more than five codes an hour are sent for a file', async () => {
  const id = await uploaded(bonusFile(60, 1));
  await workOnFiles(deps);
  for (let n = 0; n < 5; n++) await codeOf(id);
  expect(await making.sendCode(asking(id))).toMatchObject({ refusal: 'cards.code.too_many' });
  clock.advance(3_601_000_000);
  expect(await making.sendCode(asking(id))).toMatchObject({ ok: true });
  await making.abandon(await stateOf(id));
});

test('every no takes the same time, whatever it is for', async () => {
  const id = await uploaded(bonusFile(70, 1));
  await workOnFiles(deps);
  await codeOf(id);
  const took = async (...given: Parameters<typeof confirm>): Promise<number> => {
    const began = performance.now();
    await confirm(...given);
    return performance.now() - began;
  };
  // The quickest of three each: on a busy machine a timer comes late now and then, and none comes early.
  const quickest = async (...given: Parameters<typeof confirm>): Promise<number> =>
    Math.min(await took(...given), await took(...given), await took(...given));
  const times = [await quickest(id, 'x'), await quickest(999_999n, 'x'), await quickest(id, 'x', { credential: 9n })];
  for (const time of times) expect(time).toBeGreaterThan(245);
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60);
  await making.abandon(await stateOf(id));
});

test('a file that was changed after its code makes nothing', async () => {
  const before = await stockCount();
  const tamper = async (id: bigint): Promise<void> => {
    const { file } = await stateOf(id);
    const path = join(folder, file.name);
    const bytes = readFileSync(path);
    bytes[20] = bytes[20]! ^ 1;
    writeFileSync(path, bytes);
  };
  const early = await uploaded(bonusFile(80, 1));
  await workOnFiles(deps);
  const code = await codeOf(early);
  await tamper(early);
  expect(await confirm(early, code)).toBe('cards.code.wrong');
  const late = await uploaded(bonusFile(81, 1));
  await workOnFiles(deps);
  expect(await confirm(late, await codeOf(late))).toBe('ok');
  await tamper(late);
  await workOnFiles(deps);
  expect(await stateOf(late)).toMatchObject({ state: 'refused', refusal: 'cards.file.changed' });
  expect(await stockCount()).toBe(before);
  await making.abandon(await stateOf(early));
});

test('broken off between chunks, nothing of it is there for anybody; it goes on behind the last chunk', async () => {
  const count = 2 * CARDS_PER_CHUNK + 5;
  const id = await uploaded(bonusFile(100_000, count));
  await workOnFiles(deps);
  expect(await confirm(id, await codeOf(id))).toBe('ok');
  const before = await stockCount();
  // It breaks when the second chunk is asked for.
  let chunks = 0;
  const breaking: MakingDeps = {
    ...deps,
    cards: {
      ...deps.cards,
      addToBatch: (...given) => {
        if ((chunks += 1) === 2) throw new Error('the process dies');
        return deps.cards.addToBatch(...given);
      },
    },
  };
  await expect(workOnFiles(breaking)).rejects.toThrow('the process dies');
  expect(await stockCount()).toBe(before + CARDS_PER_CHUNK);
  expect(await inStock(number('8880', 100_000))).toEqual(['making']);
  // Whoever died holds the file until his lease ends.
  expect(await workOnFiles(deps)).toBe(0);
  clock.advance(31_000_000);
  expect(await workOnFiles(deps)).toBe(1);
  expect(await stateOf(id)).toMatchObject({ state: 'released' });
  expect(await stockCount()).toBe(before + count);
  expect(await inStock(number('8880', 100_000))).toEqual(['released']);
  const [{ serials }] = (await house.database.query<{ serials: bigint }>(
    'select count(distinct serial) as serials from cards.stock where batch = $1 and serial between 1 and $2',
    [(await stateOf(id)).batch, count],
  )) as [{ serials: bigint }];
  expect(serials).toBe(BigInt(count));
});

test('negative control: going on without counting what was made would meet its own numbers', async () => {
  const id = await uploaded(bonusFile(200_000, CARDS_PER_CHUNK + 1));
  await workOnFiles(deps);
  expect(await confirm(id, await codeOf(id))).toBe('ok');
  let chunks = 0;
  const forgetful: MakingDeps = {
    ...deps,
    cards: {
      ...deps.cards,
      createCardBatch: async (input) => {
        const opened = await deps.cards.createCardBatch(input);
        return opened.ok ? { ...opened, batch: { ...opened.batch, made: 0 } } : opened;
      },
      addToBatch: (...given) => {
        if ((chunks += 1) === 2) throw new Error('the process dies');
        return deps.cards.addToBatch(...given);
      },
    },
  };
  await expect(workOnFiles(forgetful)).rejects.toThrow();
  clock.advance(31_000_000);
  await workOnFiles(forgetful);
  expect(await stateOf(id)).toMatchObject({ state: 'refused' });
  expect(await inStock(number('8880', 200_000))).not.toContain('released');
});

test('a number that is taken between check and making ends the whole file', async () => {
  const [one, two] = [await uploaded(bonusFile(300, 3)), await uploaded(bonusFile(302, 3))];
  await workOnFiles(deps);
  for (const id of [one, two]) expect(await confirm(id, await codeOf(id))).toBe('ok');
  await workOnFiles(deps);
  expect(await stateOf(one)).toMatchObject({ state: 'released' });
  expect(await stateOf(two)).toMatchObject({ state: 'refused', refusal: 'cards.stock.number_taken' });
  expect(await inStock(number('8880', 303))).toEqual([]);
});

test('a file that nobody confirms is swept away, and so are bytes that belong to no file', async () => {
  const id = await uploaded(bonusFile(400, 1));
  await workOnFiles(deps);
  expect(await sweepCardFiles(deps)).toBe(0);
  clock.advance(25 * 3_600_000_000);
  writeFileSync(join(folder, '00000000-0000-4000-8000-000000000000.cards'), 'x');
  expect(await sweepCardFiles({ ...deps, clock: { now: () => (clock.now() + 1e15) as never } })).toBe(1);
  expect(await stateOf(id)).toMatchObject({ state: 'abandoned' });
  expect(readdirSync(folder)).toEqual([]);
});

test('a few cards are made at once; a repeat tells the same numbers, other content is refused', async () => {
  const order = {
    tenant: house.tenant,
    by: 5n,
    space: 0n,
    reference: 'desk-1',
    range: 'gift',
    source: 'form',
    reason: 'goodwill',
  } as const;
  const cards = [
    { phone: '600 123 456', face_value: '25.00' },
    { number: number('7770', 50), pin: '9999' },
  ];
  const made = mustBe(await making.makeFew({ ...order, cards }));
  expect(made.cards).toHaveLength(2);
  expect(made.cards[0]).toMatchObject({
    number: expect.stringMatching(/^7770\d{8}$/),
    pin: expect.stringMatching(/^\d{4}$/),
  });
  expect(made.cards[1]).toEqual({ serial: 2, number: number('7770', 50), pin: '9999' });
  expect(await inStock(made.cards[0]!.number)).toEqual(['released']);
  const again = mustBe(await making.makeFew({ ...order, cards }));
  expect(again).toMatchObject({ repeated: true, batch: made.batch, cards: made.cards });
  expect(await making.makeFew({ ...order, cards: cards.slice(1) })).toMatchObject({
    refusal: 'operation.reference_reused',
  });
  const other = { ...order, reference: 'desk-2' };
  expect(await making.makeFew({ ...other, cards: cards.slice(1) })).toMatchObject({
    refusal: 'cards.stock.number_taken',
  });
  expect(await making.makeFew({ ...other, cards: [{ number: '1', phone: '1' }] })).toMatchObject({
    refusal: 'http.input.invalid',
    errors: [{ path: 'body.cards.0.number' }, { path: 'body.cards.0.phone' }],
  });
  // What was refused has left its reference free.
  expect(await making.makeFew({ ...other, cards: [{}] })).toMatchObject({ ok: true });
});

test('of twenty same orders at once one makes the card, and all are told of it', async () => {
  const order = {
    tenant: house.tenant,
    by: 5n,
    space: 0n,
    reference: 'race',
    range: 'gift',
    source: 'api',
    reason: undefined,
  } as const;
  const before = await stockCount();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => making.makeFew({ ...order, cards: [{}] })));
  expect(new Set(outcomes.map((one) => (one.ok ? one.cards[0]!.number : one.refusal))).size).toBe(1);
  expect(await stockCount()).toBe(before + 1);
});
