import { assert } from '../../kernel/assert.ts';
import type { Keys } from '../../platform/keys.ts';
import { ownerSheet, type Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { phoneKeys } from './identity.ts';
import type { CountersOf, MemberJoined, Pair } from './join-member.ts';
import { nameChanged } from './name-changed.ts';
import { beginHolding, currentHolders, endHolding } from './phone-holding.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';

/** What went back: the phone, unless the survivor has told it himself since, or somebody else has proved it. */
export type MemberParted = { readonly phone?: 'back' | 'stays' };

/**
 * Parts two members that were joined: the one who was merged is found by his names again, and has the purchases and counters that he came
 * with. The survivor keeps the programs that he has joined by it, since he may have bought there, and consents stay withdrawn. Both lanes are held.
 */
export function partMember(
  keys: Keys,
  desk: Desk<JournalEntry>,
  pair: Pair,
  joined: MemberJoined,
  partCounters: CountersOf,
): MemberParted {
  const { from, into } = pair;
  const [gone, kept] = [desk.read(memberSheet, from), desk.read(memberSheet, into)];
  assert(gone && kept, 'both are members');
  const tiers = Object.fromEntries(
    Object.entries(kept.tiers).filter(([program, tier]) => joined.tiers[program] !== tier),
  );
  desk.put(memberSheet, into, {
    ...kept,
    purchases: Math.max(0, kept.purchases - joined.purchases),
    tiers,
    counters: partCounters(kept.counters, gone.counters),
  });
  const phone = partPhone(keys, desk, pair, joined);
  const owner = desk.read(ownerSheet, from);
  assert(owner, 'a member has an owner');
  const { into: _, ...rest } = owner;
  desk.put(ownerSheet, from, { ...rest, state: 'active', revision: owner.revision + 1 });
  nameChanged(desk, into);
  return phone;
}

function partPhone(
  keys: Keys,
  desk: Desk<JournalEntry>,
  { tenant, from, into, phone }: Pair,
  joined: MemberJoined,
): MemberParted {
  if (!phone || joined.phone === undefined) return {};
  const names = { tenant, keys: phoneKeys(keys, phone) };
  const at = desk.recordedAt;
  const holders = currentHolders(desk, names);
  const held = holders.find((holder) => holder.owner === into.owner);
  const key = { tenant, member: into.owner };
  const profile = desk.read(profileSheet, key);
  const isTold = profile?.phone === phone && joined.isPhoneFilled !== true;
  // Shared before: two gave one number, and neither has proved it alone.
  if (joined.phone === 'shared' || isTold) {
    if (held && !held.isVerified) beginHolding(desk, names, from, false, at);
    return { phone: 'stays' };
  }
  if (!held) return { phone: 'stays' };
  endHolding(desk, names, into, at);
  beginHolding(desk, names, from, held.isVerified, at);
  if (profile?.phone === phone)
    desk.put(profileSheet, key, { ...profile, phone: undefined, phoneVerified: false, changedAt: at });
  return { phone: 'back' };
}
