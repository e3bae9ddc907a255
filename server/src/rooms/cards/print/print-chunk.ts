import { assert } from '../../../kernel/assert.ts';

/** What the printer needs of one card. */
export type Printed = { readonly serial: number; readonly number: string; readonly pin?: string | undefined };

/** What a sealed chunk is bound to: in another batch's row it does not open. */
export const printContext = (tenant: number, batch: bigint, firstSerial: number): string =>
  `cards.print/${tenant}/${batch}/${firstSerial}`;

/** Cards as the lines that are sealed. */
export const printLines = (cards: readonly Printed[]): string =>
  cards.map(({ serial, number, pin = '' }) => `${serial}\t${number}\t${pin}\n`).join('');

/** Reads what `printLines` wrote. */
export function* readPrintLines(lines: string): Generator<Printed> {
  for (let at = 0; at < lines.length;) {
    const end = lines.indexOf('\n', at);
    const [serial, number, pin] = lines.slice(at, end).split('\t');
    assert(serial && number && pin !== undefined, 'a sealed line has serial, number and PIN');
    yield { serial: Number(serial), number, pin: pin === '' ? undefined : pin };
    at = end + 1;
  }
}
