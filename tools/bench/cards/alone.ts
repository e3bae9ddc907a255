import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ENGINE_FLAGS } from '../../../bin/engine-flags.mjs';
import type { Figures } from '../sale.ts';
import { benchCsv } from './csv.ts';
import { benchGenerate, type CardsGround } from './generate.ts';

// Making cards and taking a file, each in a process of its own as `alone.ts URL FOLDER generate|csv [CARDS]`: what one leaves in memory is
// no cost of the other.

const PARTS = { generate: benchGenerate, csv: benchCsv } as const;
export type AlonePart = keyof typeof PARTS;

/** Measures a part in a process of its own and says what it says; its last line is its figures. */
export async function benchAlone(part: AlonePart, { url, folder, say, cards }: CardsGround): Promise<Figures> {
  const args = [import.meta.filename, url, folder, part, ...(cards === undefined ? [] : [String(cards)])];
  const { stdout } = await promisify(execFile)(process.execPath, [...ENGINE_FLAGS, ...args]);
  const lines = stdout.trim().split('\n');
  for (const line of lines.slice(0, -1)) say(line);
  return JSON.parse(lines.at(-1) ?? '') as Figures;
}

if (import.meta.main) {
  const [url, folder, part, cards] = process.argv.slice(2);
  const measure = PARTS[part as AlonePart];
  const figures = await measure({
    url,
    folder,
    say: console.log,
    cards: cards === undefined ? undefined : Number(cards),
  });
  console.log(JSON.stringify(figures));
}
