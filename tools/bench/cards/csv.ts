import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { compose } from '../../../server/src/app/compose.ts';
import { workOnCardFiles } from '../../../server/src/app/work-on-card-files.ts';
import { luhnDigit } from '../../../server/src/kernel/card-number.ts';
import type { Keys } from '../../../server/src/platform/keys.ts';
import { folderOfProcess } from '../../../server/src/rooms/cards/index.ts';
import { openHouse } from '../base.ts';
import type { CardsGround } from './generate.ts';

type House = ReturnType<typeof compose>;

/** A house to measure in: a tenant with an open range of gift cards of 12 digits under prefix, with PINs of four. */
export type CsvGround = {
  readonly house: House;
  readonly url: string;
  readonly keys: Keys;
  readonly tenant: number;
  readonly range: string;
  readonly prefix: string;
};

export type CsvFigures = Readonly<
  Record<'cards.csv.validate_seconds' | 'cards.csv.create_seconds' | 'cards.csv.peak_mb' | 'cards.csv.file_mb', number>
>;

const ROWS = 1_000_000;
const ROWS_PER_PIECE = 5_000;

/** A file of so many right rows, as it is made up: number, PIN, face value, serial, note. */
function* fileOf(prefix: string, rows: number, first: number): Generator<Buffer> {
  yield Buffer.from('number,pin,face_value,serial,note\r\n');
  for (let at = 0; at < rows; at += ROWS_PER_PIECE) {
    let text = '';
    for (let n = first + at; n < first + Math.min(rows, at + ROWS_PER_PIECE); n++) {
      const payload = prefix + String(n).padStart(11 - prefix.length, '0');
      text += `${payload}${luhnDigit(payload)},${1_000 + (n % 9_000)},25.00,G-${n},\r\n`;
    }
    yield Buffer.from(text);
  }
}

// The job looks for work twice a second; this is when it is looked whether it is done.
const LOOK_EVERY_MS = 50;

/**
 * Uploads, checks, confirms and makes a file of `rows` cards, by the job in its thread, as the program does; seconds from the upload's end to
 * `checked`, and from the code to `released`, and the most memory that the process had, thread included.
 */
export async function measureCsv(
  { house, url, keys, tenant, range, prefix }: CsvGround,
  rows = 1_000_000,
  first = 1,
): Promise<CsvFigures> {
  let peak = 0;
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const failures: unknown[] = [];
  const jobs = workOnCardFiles({ url, keys, folder: folderOfProcess() }, (error) => failures.push(error));
  jobs.start();
  try {
    const by = { credential: 1n };
    const received = await house.making.receive({
      ...{
        tenant,
        partner: 0,
        space: 0n,
        reference: `bench-${first}-${performance.now()}`,
        range,
        mode: 'whole',
        told: {},
        by,
      },
      upload: Readable.from(fileOf(prefix, rows, first)),
    });
    if (!received.ok) throw new Error(received.refusal);
    const { making: id } = received.making;
    const stateOf = async () => (await house.making.find(tenant, id))!;
    const secondsWhile = async (state: string) => {
      const began = performance.now();
      for (;;) {
        const now = await stateOf();
        if (now.state !== state) return { now, took: Math.round((performance.now() - began) / 10) / 100 };
        if (failures.length > 0) throw failures[0];
        await sleep(LOOK_EVERY_MS);
      }
    };
    const { now: checked, took: validate } = await secondsWhile('checking');
    if (checked.state !== 'checked' || checked.rowsWrong > 0) throw new Error(`the file is ${checked.state}`);
    // The code is proved elsewhere; here it is the work that is measured.
    await house.database.query(
      `update cards.making set state = 'creating', confirmed_at = now(), rows_done = 0, lease = null, leased_until = '-infinity' where making = $1`,
      [id],
    );
    const { now: made, took: create } = await secondsWhile('creating');
    if (made.state !== 'released') throw new Error(`the file is ${made.state}: ${made.refusal}`);
    return {
      'cards.csv.validate_seconds': validate,
      'cards.csv.create_seconds': create,
      'cards.csv.peak_mb': Math.round(peak / 2 ** 20),
      'cards.csv.file_mb': Math.round(Number(made.file.bytes) / 2 ** 20),
    };
  } finally {
    clearInterval(watching);
    await jobs.stop();
  }
}

/** Measures on the base: a range of its own, and what was made is taken away again. */
export async function benchCsv({ url, folder, say, cards: rows = ROWS }: CardsGround): Promise<CsvFigures> {
  const { house, database, keys } = await openHouse(url, folder);
  try {
    const { tenant } = house.programs.settings().tenantByCode('bench')!;
    const [code, prefix] = ['bench-files', '8802'];
    const unit = house.programs
      .settings()
      .unitsOf(tenant)
      .find(({ kind }) => kind === 'money')?.unit;
    if (!house.cards.settings().rangeByCode(tenant, code)) {
      const opened = await house.cards.openRange(tenant, {
        ...{ program: undefined, code, type: 'gift', prefix, length: 12, charset: 'digits', checkDigit: 'luhn', unit },
        ...{ pinKind: 'pin', pinLength: 4, pinRequired: true, face: undefined, priceList: undefined, track: {} },
        ...{ systemOfRecord: 'here', processor: undefined, policy: {} },
      });
      if (!opened.ok) throw new Error(opened.refusal);
    }
    const { range } = house.cards.settings().rangeByCode(tenant, code)!;
    // What an earlier run left behind, broken off or not, would be duplicates of this one.
    await emptyRange(database, range);
    say(`checking and making a file of ${rows.toLocaleString('en')} cards`);
    try {
      return await measureCsv({ house, url, keys, tenant, range: code, prefix }, rows);
    } finally {
      await emptyRange(database, range);
    }
  } finally {
    await house.stop();
    await database.close();
  }
}

/** Takes away everything that was made in a range, and gives its numbers back. */
async function emptyRange(database: Pick<House['database'], 'query'>, range: number): Promise<void> {
  await database.query(`delete from cards.making where range = $1`, [range]);
  for (const table of ['stock_detail', 'stock_number', 'stock', 'print_chunk', 'custody'])
    await database.query(`delete from cards.${table} where batch in (select batch from cards.batch where range = $1)`, [
      range,
    ]);
  await database.query(`delete from cards.batch where range = $1`, [range]);
  await database.query(`update cards.range set allotted = 0 where range = $1`, [range]);
}
