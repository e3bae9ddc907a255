import type { Phone } from '../../kernel/phone.ts';
import {
  OwnerMoved,
  phoneSheet,
  want,
  type Desk,
  type Held,
  type HolderFound,
  type LookUp,
  type OwnerKey,
  type Want,
} from '../../platform/lanes/index.ts';
import type { Keys } from '../../platform/keys.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookLeg, type ChangeToBook } from './book.ts';
import { addConflicts } from './conflict.ts';
import { phoneKeys } from './identity.ts';
import { nameChanged } from './name-changed.ts';
import { areSameHolders, beginHolding, currentHolders, endHolding } from './phone-holding.ts';
import { conflictSheet } from './store/conflict.ts';
import { profileSheet } from './store/profile.ts';

/** A phone that a member is about to hold, and who held it when it was looked up. */
export type PhoneToTake = {
  readonly phone: Phone;
  readonly keys: readonly Buffer[];
  readonly holders: readonly HolderFound[];
};

/** Looks up who holds a phone. */
export async function findPhoneToTake(keys: Keys, look: LookUp, tenant: number, phone: Phone): Promise<PhoneToTake> {
  const names = phoneKeys(keys, phone);
  for (const key of names) {
    const holders = await look.phone({ tenant, key });
    if (holders.length > 0) return { phone, keys: names, holders };
  }
  return { phone, keys: names, holders: [] };
}

/** Those who have proved the phone, other than the member who now does. */
const othersWhoProved = ({ holders }: PhoneToTake, member: OwnerKey): readonly HolderFound[] =>
  holders.filter((one) => one.isVerified && one.owner !== member.owner);

/** Owners to lock and facts to load for taking a phone: who had proved it loses it, so his lane is held too. */
export function needsOfTaking(
  taken: PhoneToTake,
  member: Held,
  isProved: boolean,
  tenant: number,
): { owners: Held[]; wants: Want[] } {
  const losing = isProved ? othersWhoProved(taken, member) : [];
  return {
    owners: [member, ...losing.map(({ lane, owner, revision }) => ({ lane, owner, revision }))],
    wants: [
      ...taken.keys.map((key) => want(phoneSheet, { tenant, key })),
      ...losing.flatMap(({ owner }) => [
        want(profileSheet, { tenant, member: owner }),
        want(conflictSheet, { tenant, member: owner }),
      ]),
    ],
  };
}

/**
 * Makes a member the holder of a phone. Who proves it ends the holding of whoever had proved it before: numbers change hands. What
 * that other member has stays his; only the phone leads to him no more, which waits in his merge queue for a person to see.
 */
export function takePhone(
  desk: Desk<JournalEntry>,
  taken: PhoneToTake,
  isProved: boolean,
  change: Omit<ChangeToBook<unknown>, 'record'> & { readonly channel: string },
): void {
  const { tenant, lane, owner, seq, channel } = change;
  const names = { tenant, keys: taken.keys };
  if (!areSameHolders(currentHolders(desk, names), taken.holders)) throw new OwnerMoved();
  for (const other of isProved ? othersWhoProved(taken, change) : []) {
    const key = { tenant, member: other.owner };
    endHolding(desk, names, other, desk.recordedAt);
    nameChanged(desk, other);
    const profile = desk.read(profileSheet, key);
    if (profile?.phone === taken.phone) {
      desk.put(profileSheet, key, { ...profile, phone: undefined, phoneVerified: false, changedAt: desk.recordedAt });
    }
    const lost = {
      ...key,
      lane,
      seq,
      field: 'phone',
      told: taken.phone,
      channel,
      other: { lane, owner },
      foundAt: desk.recordedAt,
    } as const;
    desk.put(conflictSheet, key, addConflicts(desk.read(conflictSheet, key)!, [lost]));
    if (other.lane !== lane) {
      const { channel: _, ...home } = change;
      bookLeg(desk, { ...home, record: undefined }, { lane: other.lane, owner: other.owner });
    }
  }
  beginHolding(desk, names, { lane, owner }, isProved, desk.recordedAt);
}
