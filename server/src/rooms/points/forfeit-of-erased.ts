import { ownerSheet, type Desk, type OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { forfeitAll, holdsAnything, type ForfeitDeps } from './forfeit.ts';

/** Whether somebody was erased; his wallets stay in the books, under a number that leads to nobody. */
export const isErased = (desk: Desk<JournalEntry>, { lane, owner }: OwnerKey): boolean =>
  desk.read(ownerSheet, { lane, owner })?.state === 'erased';

/**
 * Ends what came back to people who were erased since, an entry per wallet: points that had paid, and points that the rest of a basket
 * earns again. They would stand in the books as a debt to nobody. Nothing is paid for them, whatever the program paid out when
 * he was erased: whoever stands at the till now is not known to be him. What a restored backup still holds stays until its hold ends,
 * by release, capture or time, which call this too.
 */
export function forfeitOfErased(deps: ForfeitDeps, people: readonly OwnerKey[], desk: Desk<JournalEntry>): void {
  for (const person of people)
    if (isErased(desk, person) && !holdsAnything(desk, person))
      forfeitAll(deps, person, desk, desk.recordedAt, { mayPayOut: false });
}
