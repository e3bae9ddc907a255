import { InvalidArgumentError } from 'commander';
import { parseLocalDate } from '../../kernel/local-date.ts';
import { WrongCall } from './wrong-call.ts';

/** Reads a day of an option; commander says what is wrong with one that does not exist. */
export function dayOf(text: string): string {
  if (parseLocalDate(text) === undefined)
    throw new InvalidArgumentError('It must be a day that exists, as 2026-01-31.');
  return text;
}

/** Throws a WrongCall for a period that ends before it begins: nothing found in it would pass for an answer. */
export function refuseEmptyPeriod({ from, to }: { readonly from?: string; readonly to?: string }): void {
  if (from !== undefined && to !== undefined && to < from) {
    throw new WrongCall(`the last day (--to ${to}) is before the first (--from ${from})`);
  }
}
