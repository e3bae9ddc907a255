import { assert } from '../../kernel/assert.ts';
import { ownerSheet, type Desk, type OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';

/** Marks that an owner's names or cards have changed: whoever resolved him before must look again. */
export function nameChanged(desk: Pick<Desk<JournalEntry>, 'read' | 'put'>, key: OwnerKey): void {
  const owner = desk.read(ownerSheet, key);
  assert(owner, `there is no owner ${key.lane}/${key.owner}`);
  desk.put(ownerSheet, key, { ...owner, revision: owner.revision + 1 });
}
