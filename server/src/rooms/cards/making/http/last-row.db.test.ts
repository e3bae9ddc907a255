import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalDate } from '../../../../kernel/local-date.ts';
import { createRowReader } from '../csv/read-rows.ts';
import { CARDS_PER_CHUNK } from '../making.ts';
import { rangeFacts } from '../row-source.ts';
import { fileNumber, fileRows, makeCardFileHouse, type CardFileHouse } from '../../../../../test/card-files.ts';

// As many rows as `TALLYSTICK_FILE_ROWS` says: a million is the size that is promised, and takes minutes (`npm run test:million`). Else
// a chunk full of right cards, one right card that begins the next chunk, and the wrong one.
const ROWS = fileRows(CARDS_PER_CHUNK + 2);
// What lives at one moment: the rows of a million as values are more than twice that.
const GROWTH_BYTES_MAX = 64 * 2 ** 20;
const SAMPLE_MS = 1_000;
// Only a large file shows it: the rows of a small one fit into what the process has anyway.
const IS_LARGE = ROWS >= 1_000_000;
const PIECE_ROWS = 5_000;

let house: CardFileHouse;

beforeAll(async () => {
  house = await makeCardFileHouse();
});
afterAll(() => house.close());

/** A file of `ROWS` rows of which the last one alone is wrong: its check digit is another one. It is made while it is sent. */
function* fileWithWrongEnd(first: number): Generator<Buffer> {
  yield Buffer.from('number,pin,face_value,serial\r\n');
  for (let at = 0; at < ROWS; at += PIECE_ROWS) {
    let text = '';
    for (let n = at; n < Math.min(ROWS, at + PIECE_ROWS); n++) {
      const right = fileNumber(first + n);
      const number = n === ROWS - 1 ? right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10) : right;
      text += `${number},${1_000 + (n % 9_000)},25.00,G-${first + n}\r\n`;
    }
    yield Buffer.from(text);
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** What is in use in this process, without what waits to be collected: that says more of a busy machine than of the program. */
const inUse = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** By how much the memory in use grew at most while something was done; of a small file nobody asks. */
async function growth<T>(work: () => Promise<T>): Promise<{ result: T; grown: number }> {
  if (!IS_LARGE) return { result: await work(), grown: 0 };
  const before = inUse();
  let peak = before;
  const look = (): void => void (peak = Math.max(peak, inUse()));
  const watching = setInterval(look, SAMPLE_MS);
  try {
    const result = await work();
    return { result, grown: peak - before };
  } finally {
    clearInterval(watching);
  }
}

const LIMIT_MS = Math.max(60_000, ROWS / 2);

test(
  'only the last of many rows is wrong: all or nothing makes nothing, and says in which line of the file it is',
  async () => {
    const { result, grown } = await growth(() => house.check(Readable.from(fileWithWrongEnd(0))));
    expect(result.told).toMatchObject({ state: 'checked', rows: { total: ROWS, wrong: 1, done: 0 } });
    // The header is line 1.
    expect(await house.errors(result.path)).toEqual([`${ROWS + 1} number.wrong_check_digit`]);
    expect(await house.send(`POST ${result.path}/code`)).toMatchObject({
      status: 409,
      body: { code: 'cards.file.rows_wrong' },
    });
    expect(await house.send(`POST ${result.path}/confirm`, { code: '12345678' })).toMatchObject({ status: 422 });
    await house.making.work();
    expect(await house.stock()).toBe(0);
    expect(grown).toBeLessThan(GROWTH_BYTES_MAX);
    expect((await house.send(`POST ${result.path}/abandon`)).body.state).toBe('abandoned');
  },
  LIMIT_MS,
);

test(
  'only the last of many rows is wrong: accept-valid makes all the others, and tells the same line',
  async () => {
    const { result, grown } = await growth(async () => {
      const { path, told } = await house.check(Readable.from(fileWithWrongEnd(0)), { mode: 'valid' });
      expect(told).toMatchObject({ state: 'checked', rows: { total: ROWS, wrong: 1 } });
      expect(await house.send(`POST ${path}/code`)).toMatchObject({ status: 202 });
      expect(await house.stock()).toBe(0);
      expect(await house.send(`POST ${path}/confirm`, { code: await house.mailedCode() })).toMatchObject({
        status: 202,
      });
      await house.making.work();
      return path;
    });
    const { body } = await house.send(`GET ${result}`);
    expect(body).toMatchObject({ state: 'released', rows: { total: ROWS, wrong: 1, done: ROWS - 1 } });
    expect(await house.errors(result)).toEqual([`${ROWS + 1} number.wrong_check_digit`]);
    expect(await house.stock()).toBe(ROWS - 1);
    const last = await house.send(`GET ${result}/cards.csv`);
    expect(last.text.trimEnd().split('\r\n').at(-1)).toMatch(new RegExp(`^${ROWS - 1},.*,G-${ROWS - 2},`));
    expect(grown).toBeLessThan(GROWTH_BYTES_MAX);
  },
  2 * LIMIT_MS,
);

test.runIf(IS_LARGE)(
  'control: had its rows been kept, the file would have passed the bound of memory',
  async () => {
    const range = house.cards.settings().rangeByCode(house.tenant, 'file-gift')!;
    const reader = createRowReader({
      ...{ range: rangeFacts(range, house.programs), defaultCountry: 'ES', today: '2026-11-22' as LocalDate },
      ...{ decimalSign: undefined, separator: undefined, encoding: 'utf-8' },
    });
    const { grown } = await growth(async () => {
      const kept: unknown[] = [];
      for (const piece of fileWithWrongEnd(0)) {
        const read = reader.push(piece);
        if (read.ok) kept.push(...read.rows);
        await new Promise((resolve) => setImmediate(resolve));
      }
      // Looked at once more while they are held.
      await sleep(2 * SAMPLE_MS);
      expect(kept).toHaveLength(ROWS);
    });
    expect(grown).toBeGreaterThan(GROWTH_BYTES_MAX);
  },
  LIMIT_MS,
);
