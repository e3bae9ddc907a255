import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { phoneSheet, type Desk, type OwnerKey, type PhoneHolder } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';

type PhoneDesk = Pick<Desk<JournalEntry>, 'read' | 'put'>;

/** A phone in a tenant, under every digest key that is still read, newest first. */
export type PhoneNames = { readonly tenant: number; readonly keys: readonly Buffer[] };

const isCurrent = (holder: PhoneHolder): boolean => holder.heldUntil === INSTANT_NEVER;
const isOf =
  (owner: OwnerKey) =>
  (holder: PhoneHolder): boolean =>
    holder.owner === owner.owner;

/** Who holds the phone as this operation sees it: under the newest key that has anybody, as looking it up does. */
export function currentHolders(desk: PhoneDesk, { tenant, keys }: PhoneNames): PhoneHolder[] {
  for (const key of keys) {
    const holders = (desk.read(phoneSheet, { tenant, key })?.holders ?? []).filter(isCurrent);
    if (holders.length > 0) return holders;
  }
  return [];
}

const mark = (holders: readonly PhoneHolder[]): string =>
  holders
    .map((one) => `${one.lane}/${one.owner}/${one.isVerified}`)
    .sort()
    .join();

/** Whether two views of a phone name the same people in the same standing. */
export const areSameHolders = (a: readonly PhoneHolder[], b: readonly PhoneHolder[]): boolean => mark(a) === mark(b);

function change(
  desk: PhoneDesk,
  names: PhoneNames,
  make: (holders: readonly PhoneHolder[], key: Buffer) => readonly PhoneHolder[],
): void {
  for (const key of names.keys) {
    const row = { tenant: names.tenant, key };
    const before = desk.read(phoneSheet, row)?.holders ?? [];
    const after = make(before, key);
    if (after !== before) desk.put(phoneSheet, row, { ...row, holders: after });
  }
}

/** Ends what an owner holds of a phone: the number is somebody else's now, or nobody's. */
export function endHolding(desk: PhoneDesk, names: PhoneNames, owner: OwnerKey, at: Instant): void {
  const leaves = (holder: PhoneHolder): boolean => isCurrent(holder) && isOf(owner)(holder);
  change(desk, names, (holders) =>
    holders.some(leaves) ? holders.map((one) => (leaves(one) ? { ...one, heldUntil: at } : one)) : holders,
  );
}

/**
 * Makes an owner a holder, or verifies the one who is. Whoever else had verified it must have left before: the caller has
 * locked his lane.
 */
export function beginHolding(
  desk: PhoneDesk,
  names: PhoneNames,
  owner: OwnerKey,
  isVerified: boolean,
  at: Instant,
): void {
  const holders = currentHolders(desk, names);
  const held = holders.find(isOf(owner));
  if (held && (held.isVerified || !isVerified)) return;
  const place = holders[0]?.key ?? names.keys[0];
  change(desk, names, (all, key) => {
    if (held) return all.includes(held) ? all.map((one) => (one === held ? { ...held, isVerified } : one)) : all;
    if (!key.equals(place)) return all;
    const holder: PhoneHolder = {
      tenant: names.tenant,
      key,
      lane: owner.lane,
      owner: owner.owner,
      isVerified,
      heldFrom: at,
      heldUntil: INSTANT_NEVER,
    };
    // A number given up and taken again within one batch has one row, not two with the same key.
    return [...all.filter((one) => !(isOf(owner)(one) && one.heldFrom === at)), holder];
  });
}
