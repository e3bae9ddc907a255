import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { want, type Desk, type Want } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Sale } from '../sale.ts';
import { outsideEndSheet } from '../store/outside-end.ts';
import type { OutsideUse } from './outside-tender.ts';

const usesOf = (sale: Sale): OutsideUse[] =>
  sale.tenders.flatMap((tender) => ('amount' in tender && tender.outside ? [tender.outside] : []));

/** What must be known of the payments that a sale stands on. */
export const wantsOfOutside = (sale: Sale): Want[] =>
  usesOf(sale).map(({ tender }) => want(outsideEndSheet, { tender }));

/** Refuses a sale whose payment at another processor is being undone, or that another sale stands on. */
export const outsideAgainst = (sale: Sale, desk: Desk<JournalEntry>): Refusal | undefined =>
  usesOf(sale).some(({ tender }) => desk.read(outsideEndSheet, { tender }) !== undefined)
    ? refuse('checkout.tender.outside_given_up')
    : undefined;

/**
 * Ends the attempts as used, in the transaction of the sale: from here on nobody undoes them. Gives those that the sale stands on; what a
 * notice named and was given up before has gone back to its card, so that a return must not bring it back again.
 */
export function useOutside(
  sale: Sale,
  desk: Desk<JournalEntry>,
  place: { readonly lane: number; readonly seq: bigint },
): ReadonlySet<OutsideUse> {
  const used = new Set<OutsideUse>();
  for (const use of usesOf(sale)) {
    const { tender } = use;
    // Of a notice: it was given up before, and is listed.
    if (desk.read(outsideEndSheet, { tender }) !== undefined) continue;
    const { tenant } = sale.till.program;
    desk.put(outsideEndSheet, { tender }, { ...place, tender, tenant, how: 'used', at: desk.recordedAt });
    used.add(use);
  }
  return used;
}
