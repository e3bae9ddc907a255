import type { z } from 'zod';
import type { reportFilterSchema, savedFilterSchema } from '../../../contract/reports.ts';

export type Filter = z.input<typeof reportFilterSchema>;
export type SavedFilter = z.input<typeof savedFilterSchema>;

export const SORTS = ['newest', 'oldest', 'largest', 'smallest'] as const;
export type Sort = (typeof SORTS)[number];

/** What of a filter is a list of names. */
export const LISTS = ['outlets', 'terminals', 'cashiers', 'kinds', 'walletTypes', 'promotions', 'cardRanges'] as const;
const TEXTS = ['from', 'to', 'origin', 'unit', 'min', 'max', 'receipt', 'member', 'sort', 'view'] as const;

/**
 * A filter as it stands in the address of the page: flat, and only what is asked for. No phone and no card number ever stands here;
 * who looks for these uses the search, which sends them in a body.
 */
export type Search = { readonly [Name in (typeof LISTS)[number]]?: readonly string[] } & {
  readonly [Name in (typeof TEXTS)[number]]?: string;
};

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What the address says, whoever wrote it: of every name what can be meant, the rest is left out. */
export function readSearch(raw: Readonly<Record<string, unknown>>): Search {
  const search: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const text = textOf(raw[name]);
    if (text !== undefined) search[name] = text;
  }
  for (const name of LISTS) {
    const value = raw[name];
    const texts = (Array.isArray(value) ? value : [value]).map(textOf).filter((one) => one !== undefined);
    if (texts.length > 0) search[name] = texts;
  }
  return search;
}

const SEPARATOR = '/';

/** A till as one text: its outlet and its own code. */
export const terminalText = (outlet: string, terminal: string): string => `${outlet}${SEPARATOR}${terminal}`;

const terminalOf = (text: string): { outlet: string; terminal: string } => {
  const at = text.indexOf(SEPARATOR);
  return { outlet: text.slice(0, Math.max(at, 0)), terminal: text.slice(at + 1) };
};

/** The filter that an address means, as the API takes it. */
export function filterOf(search: Search): Filter {
  const { from, to, origin, unit, min, max, receipt, member, terminals } = search;
  const hasAmount = unit !== undefined && (min !== undefined || max !== undefined);
  const lists = LISTS.filter((name) => name !== 'terminals' && search[name] !== undefined);
  return {
    ...Object.fromEntries(lists.map((name) => [name, [...(search[name] ?? [])]])),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(terminals && { terminals: terminals.map(terminalOf) }),
    ...((origin === 'online' || origin === 'offline') && { origin }),
    ...(hasAmount && {
      amount: { unit, ...(min !== undefined && { from: min }), ...(max !== undefined && { to: max }) },
    }),
    ...(receipt !== undefined && { receipt }),
    ...(member !== undefined && { member: { member } }),
  };
}

/** The address that shows what a view keeps. */
export function searchOf({ amount, terminals, ...rest }: SavedFilter, sort: string, view: string): Search {
  return readSearch({
    ...rest,
    ...(terminals && { terminals: terminals.map((one) => terminalText(one.outlet, one.terminal)) }),
    ...(amount && { unit: amount.unit, min: amount.from, max: amount.to }),
    ...(sort === 'newest' ? {} : { sort }),
    view,
  });
}

/** What a view may keep: everything but persons and receipts. */
export function savedFilterOf(search: Search): SavedFilter {
  const { member: _member, receipt: _receipt, ...rest } = filterOf(search);
  return rest;
}

export const sortOf = ({ sort }: Search): Sort => SORTS.find((one) => one === sort) ?? 'newest';

/** Whether anything narrows the list down. */
export const isFiltered = (search: Search): boolean => Object.keys(filterOf(search)).length > 0;
