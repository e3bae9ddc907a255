import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '../../kernel/fault.ts';
import type { Period } from './replayed.ts';

const DAY_FILE = /^\d{4}-\d\d-\d\d\.csv$/;

/** A daily file and the day in its name. */
export type DayFile = { readonly day: string; readonly path: string };

/** The daily files (`2010-12-01.csv`) of a folder, in order. A Fault when there is none. */
export function listDayFiles(dir: string): DayFile[] {
  const names = readdirSync(dir)
    .filter((name) => DAY_FILE.test(name))
    .sort();
  if (names.length === 0) throw new Fault(`there are no daily files (2010-12-01.csv) in ${dir}`, { retry: 'never' });
  return names.map((name) => ({ day: basename(name, '.csv'), path: join(dir, name) }));
}

/** Whether the period takes in the day. */
export const isWithin = ({ from, to }: Period, day: string): boolean =>
  (from === undefined || day >= from) && (to === undefined || day <= to);
