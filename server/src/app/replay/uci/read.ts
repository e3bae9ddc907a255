import { parseLocalDateTime } from '../../../kernel/local-date-time.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import { createZone, type Zone } from '../../../kernel/zone.ts';
import { readCsv } from '../csv.ts';
import { isWithin, listDayFiles, type DayFile } from '../day-files.ts';
import type { Period, Replayed } from '../replayed.ts';
import { COLUMNS, readLine, type UciLine } from './line.ts';
import { tellInvoice, type Invoice } from './receipt.ts';
import { SoldGoods } from './sold-goods.ts';

// Longer than any shop takes goods back, and a bound for the memory of a replay of many years.
const PAIRING_DAYS = 400;
const FORGET_EVERY_FILES = 100;

/** Looks whether a folder has daily files, and the first of them the columns: before anything is opened for them. A Fault where not. */
export function checkUci(dir: string): void {
  const [first] = listDayFiles(dir);
  if (first) readCsv(first.path, COLUMNS).next();
}

/**
 * Reads daily files in order and tells what their invoices are. Files before the period are read too, but only for pairing: a
 * credit note of the first day told finds the sales of the days before it.
 */
export function* readUci(dir: string, period: Period, zoneName: string): Generator<Replayed> {
  const files = listDayFiles(dir).filter(({ day }) => period.to === undefined || day <= period.to);
  const total = files.filter(({ day }) => isWithin(period, day)).length;
  const sold = new SoldGoods();
  const zone = createZone(zoneName);
  let done = 0;
  for (const [at, file] of files.entries()) {
    if (at > 0 && at % FORGET_EVERY_FILES === 0) sold.forgetBefore(addDays(file.day as LocalDate, -PAIRING_DAYS));
    const isTold = isWithin(period, file.day);
    const { invoices, malformed, lines, amount } = readDay(file, zone);
    if (isTold && malformed > 0)
      yield { is: 'rejected', day: file.day, tally: { fate: 'malformed', lines: malformed, amount: 0n } };
    for (const invoice of invoices) {
      const told = tellInvoice(invoice, sold);
      if (isTold) yield* told;
    }
    if (isTold) yield { is: 'read', day: file.day, files: 1, lines, amount, done: ++done, total };
  }
}

/** The invoices of a daily file, by their first line. What the file sums to is summed line by line, before anything else. */
export function readDay(
  file: DayFile,
  zone: Zone,
): { invoices: Invoice[]; malformed: number; lines: number; amount: bigint } {
  const invoices = new Map<string, { day: string; occurredAt: Instant; lines: UciLine[] }>();
  let malformed = 0;
  let lines = 0;
  let amount = 0;
  // The lines of an invoice have one time, or two next to each other.
  let lastText = '';
  let last: Instant | undefined;
  for (const row of readCsv(file.path, COLUMNS)) {
    lines++;
    const known = invoices.get(row[0]!);
    const line = readLine(row, (known?.lines.length ?? 0) + 1);
    if (line && line.at !== lastText) [lastText, last] = [line.at, instantOf(line.at, zone)];
    if (!line || last === undefined) {
      malformed++;
      continue;
    }
    amount += line.amount;
    if (known) known.lines.push(line);
    else invoices.set(line.invoice, { day: file.day, occurredAt: last, lines: [line] });
  }
  return { invoices: [...invoices.values()], malformed, lines, amount: BigInt(amount) };
}

/** An hour that clocks show twice is the first of the two: the files come in the order of time and name no other. */
function instantOf(text: string, zone: Zone): Instant | undefined {
  const local = parseLocalDateTime(text);
  return local && zone.instantOf(local, { prefer: 'earlier' });
}
