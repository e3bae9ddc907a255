import { assert } from '../../kernel/assert.ts';
import type { Phone } from '../../kernel/phone.ts';
import type { Keys } from '../../platform/keys.ts';
import { ownerSheet, phoneSheet, want, type Desk, type OwnerKey, type Want } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { phoneKeys } from './identity.ts';
import { endHolding } from './phone-holding.ts';
import { erasedSheet } from './store/erased.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';

/** Who is erased; `phone` as resolve read it. */
export type PersonToErase = OwnerKey & {
  readonly tenant: number;
  readonly phone: Phone | undefined;
  /** Who holds the phone, where that is another: whoever this one was merged into. */
  readonly holder?: OwnerKey;
};

/** What must be known of whoever is erased. */
export const wantsOfErasing = (keys: Keys, { tenant, lane, owner, phone }: PersonToErase): Want[] => [
  want(memberSheet, { lane, owner }),
  want(profileSheet, { tenant, member: owner }),
  ...(phone ? phoneKeys(keys, phone).map((key) => want(phoneSheet, { tenant, key })) : []),
];

/** Whether the person on the desk still has the phone that resolve read: who has another by now is looked at again. */
export const isAsResolved = (
  desk: Pick<Desk<JournalEntry>, 'read'>,
  { tenant, owner, phone }: PersonToErase,
): boolean => desk.read(profileSheet, { tenant, member: owner })?.phone === phone;

/**
 * Deletes who a member is and leaves that he was (semantics 3.18): profile and merge queue go, attributes are emptied, the phone leads
 * here no more and stands in the guard list as a digest, and the owner is found by no name. What he agreed to stays under his number as
 * proof; the journal knows no person anyway.
 */
export function erasePerson(keys: Keys, desk: Desk<JournalEntry>, person: PersonToErase): void {
  const { tenant, lane, owner, phone, holder } = person;
  const key = { lane, owner };
  const names = phone ? phoneKeys(keys, phone) : [];
  if (phone) endHolding(desk, { tenant, keys: names }, holder ?? key, desk.recordedAt);
  const member = desk.read(memberSheet, key);
  assert(member, 'whoever is erased is a member');
  desk.put(memberSheet, key, { ...member, attributes: {} });
  const erased = { tenant, member: owner, phoneKeys: names, at: desk.recordedAt };
  desk.put(erasedSheet, erased, erased);
  const held = desk.read(ownerSheet, key);
  assert(held, 'a member has an owner');
  const { into: _, ...rest } = held;
  desk.put(ownerSheet, key, { ...rest, state: 'erased', revision: held.revision + 1 });
}
