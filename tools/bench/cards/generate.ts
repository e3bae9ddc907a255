import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RangeInput } from '../../../server/src/rooms/cards/index.ts';
import { openHouse } from '../base.ts';
import type { Figures } from '../sale.ts';

export const GENERATED = 1_000_000;
const MEGABYTE = 1024 * 1024;
const SAMPLE_MS = 100;

export type CardsGround = {
  readonly url: string;
  readonly folder: string;
  readonly say: (text: string) => void;
  /** Cards to make, and rows of the file; a million, which the budgets are for. */
  readonly cards?: number | undefined;
};

const must = <T extends { readonly ok: boolean }>(outcome: T): Extract<T, { readonly ok: true }> => {
  if (!outcome.ok) throw new Error('refusal' in outcome ? String(outcome.refusal) : 'refused');
  return outcome as Extract<T, { readonly ok: true }>;
};

/** The largest resident set of this process, worker threads included, while `work` ran. */
async function watchingMemory<T>(work: () => Promise<T>): Promise<{ result: T; peak: number }> {
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
  try {
    return { result: await work(), peak };
  } finally {
    clearInterval(timer);
  }
}

/**
 * Makes a million cards of a fresh range with PIN digests, stores them beside the cards of the base, and writes the encrypted print file to disk,
 * as the generator and the download do. The time runs from the order to the closed file. What it made is taken away again.
 */
export async function benchGenerate({ url, folder, say, cards: quantity = GENERATED }: CardsGround): Promise<Figures> {
  const { house, database } = await openHouse(url, folder);
  const { tenant } = house.programs.settings().tenantByCode('bench')!;
  try {
    const { cards } = house;
    const code = 'bench-club';
    const range: RangeInput = {
      ...{ program: undefined, code, type: 'bonus', prefix: '8800', length: 16, charset: 'digits', checkDigit: 'luhn' },
      ...{ pinKind: 'pin', pinLength: 4, pinRequired: true, unit: undefined, face: undefined, priceList: undefined },
      ...{ track: { track2: '{number}=49120000000' }, systemOfRecord: 'here', processor: undefined, policy: {} },
    };
    if (!cards.settings().rangeByCode(tenant, code)) must(await cards.openRange(tenant, range));
    const file = join(folder, 'print.bin');
    const who = { tenant, by: 0n };
    say(`making ${quantity.toLocaleString('en')} cards`);
    const began = performance.now();
    const { result, peak } = await watchingMemory(async () => {
      const { batch } = must(
        await cards.createCardBatch({
          ...{ ...who, space: 0n, reference: `bench-${randomUUID()}`, range: code },
          ...{ quantity, source: 'generator' },
        }),
      );
      const made = await cards.generateBatch(batch);
      const stored = performance.now();
      await database.query(`update cards.batch set print_state = 'ready', print_approval = 1 where batch = $1`, [
        batch.batch,
      ]);
      const layout = {
        format: 'csv' as const,
        columns: (['serial', 'number', 'pin', 'track2'] as const).map((field) => ({ field })),
      };
      const print = must(
        await cards.downloadPrintFile({ ...who, batch: batch.batch, layout, passphrase: 'a passphrase of the bench' }),
      );
      await pipeline(print.content, createWriteStream(file, { mode: 0o600, flush: true }));
      return { batch, made, stored };
    });
    const seconds = (performance.now() - began) / 1_000;
    if (result.made !== quantity) throw new Error(`made ${result.made} cards`);
    const [{ count }] = await database.query<{ count: bigint }>(
      `select count(distinct key) as count from cards.stock where batch = $1 and pin_digest is not null`,
      [result.batch.batch],
    );
    if (count !== BigInt(quantity)) throw new Error(`stored ${count} cards`);
    const storing = ((result.stored - began) / 1_000).toFixed(1);
    say(
      `stored in ${storing} s; print file of ${((await stat(file)).size / MEGABYTE).toFixed(0)} MB; peak ${(peak / MEGABYTE).toFixed(0)} MB`,
    );
    await rm(file);
    await database.query(`delete from cards.stock where batch = $1`, [result.batch.batch]);
    await database.query(`delete from cards.stock_number where batch = $1`, [result.batch.batch]);
    await database.query(`delete from cards.batch where batch = $1`, [result.batch.batch]);
    return {
      'cards.generate.seconds': Number(seconds.toFixed(1)),
      'cards.generate.peak_mb': Math.round(peak / MEGABYTE),
    };
  } finally {
    await house.stop();
    await database.close();
  }
}
