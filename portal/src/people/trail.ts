import type { z } from 'zod';
import type { reportTrailEntrySchema, reportTrailPageSchema } from '../../../contract/reports.ts';

export type Entry = z.output<typeof reportTrailEntrySchema>;
export type TrailPage = z.output<typeof reportTrailPageSchema>;

/** What the address says. Numbers of cards, receipts and phones never stand in one: addresses are kept and passed on. */
export const SHARED = [
  'records',
  'from',
  'to',
  'act',
  'person',
  'credential',
  'outlet',
  'terminal',
  'subject',
] as const;
export const ABOUT = ['member', 'card', 'receipt'] as const;
export type SharedName = (typeof SHARED)[number];
export type AboutName = (typeof ABOUT)[number];
export type TrailSearch = { readonly [Name in SharedName | AboutName]?: string | undefined };

const MEMBER = /^mem_/;

/** What was typed, without what is empty. */
export const wordsOf = (search: TrailSearch): TrailSearch =>
  Object.fromEntries(
    [...SHARED, ...ABOUT].flatMap((name) => {
      const word = search[name]?.trim();
      return word ? [[name, word]] : [];
    }),
  );

/** The filter as the API takes it. A terminal without its outlet is not asked for yet. */
export function filterOf(search: TrailSearch): Readonly<Record<string, unknown>> {
  const { member, terminal, ...words } = wordsOf(search);
  return {
    ...words,
    ...(terminal !== undefined && words.outlet !== undefined && { terminal }),
    ...(member !== undefined && { member: MEMBER.test(member) ? { member } : { phone: member } }),
  };
}
