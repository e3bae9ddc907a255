import { assert } from '../../kernel/assert.ts';
import type { Phone } from '../../kernel/phone.ts';
import type { Keys } from '../../platform/keys.ts';
import {
  ownerSheet,
  phoneSheet,
  want,
  type Desk,
  type OwnerKey,
  type PhoneHolder,
  type Want,
} from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { sayConsents } from './consent.ts';
import { phoneKeys } from './identity.ts';
import type { Member } from './member.ts';
import { nameChanged } from './name-changed.ts';
import { beginHolding, currentHolders, endHolding, type PhoneNames } from './phone-holding.ts';
import { emptyProfile, setField } from './profile.ts';
import { conflictSheet } from './store/conflict.ts';
import { consentSheet } from './store/consent.ts';
import { enrolmentSheet } from './store/enrolment.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';

/** Two members who are one: who goes, who goes on for him, and the phone of the one who goes, as resolve read it. */
export type Pair = {
  readonly tenant: number;
  readonly from: OwnerKey;
  readonly into: OwnerKey;
  readonly phone: Phone | undefined;
};

/** How one's counters (stamps, purchases in a row) and another's come together, or apart: the room of promotions knows. */
export type CountersOf = (one: Member['counters'], other: Member['counters']) => Member['counters'];

/** What came with the one who goes; an unmerge takes it back. Numbers and codes, nothing personal. */
export type MemberJoined = {
  /** `moved`: the phone leads to the survivor now; `shared`: it led there before, too. */
  readonly phone?: 'moved' | 'shared';
  /** The survivor had none, and has this one in his profile now. */
  readonly isPhoneFilled?: true;
  /** Programs that the survivor had not joined. */
  readonly programs: readonly number[];
  /** Plain tiers that the survivor did not have, by program. */
  readonly tiers: Readonly<Record<string, string>>;
  readonly purchases: number;
  /** How many consents the survivor lost, because the other had withdrawn his. */
  readonly withdrawn: number;
};

const namesOf = (keys: Keys, tenant: number, phone: Phone): PhoneNames => ({ tenant, keys: phoneKeys(keys, phone) });
const isHis =
  (owner: OwnerKey) =>
  (holder: PhoneHolder): boolean =>
    holder.owner === owner.owner;

/** What must be known of two who are merged or unmerged. */
export const wantsOfPair = (keys: Keys, { tenant, from, into, phone }: Pair): Want[] => [
  ...[from, into].flatMap((who) => [
    want(memberSheet, who),
    want(profileSheet, { tenant, member: who.owner }),
    want(consentSheet, { tenant, member: who.owner }),
    want(conflictSheet, { tenant, member: who.owner }),
  ]),
  ...(phone ? phoneKeys(keys, phone).map((key) => want(phoneSheet, { tenant, key })) : []),
];

/**
 * Joins one member to another: his phone leads to the survivor, who has his programs, purchases and counters beside his own; where one of
 * them has withdrawn a consent it is withdrawn. Every name of the one who goes leads to the survivor from now on. His profile stays as it
 * is, for an unmerge, and is deleted with the survivor's. Both lanes are held.
 */
export function joinMember(
  keys: Keys,
  desk: Desk<JournalEntry>,
  pair: Pair,
  mergeCounters: CountersOf,
  /** Whether a program's tiers are counted; there they are no plain fact, and the room of tiers joins them. */
  isCounted: (program: number) => boolean,
): MemberJoined {
  const { tenant, from, into } = pair;
  const phone = joinPhone(keys, desk, pair);
  const [gone, kept] = [desk.read(memberSheet, from), desk.read(memberSheet, into)];
  assert(gone && kept, 'both are members');
  const programs = gone.programs.filter((program) => !kept.programs.includes(program));
  for (const program of programs) {
    const { enrolledAt, channel } = desk.read(enrolmentSheet, { ...from, program }) ?? gone;
    const enrolment = { lane: into.lane, owner: into.owner, program, enrolledAt, channel };
    desk.put(enrolmentSheet, enrolment, enrolment);
  }
  const tiers = Object.fromEntries(
    Object.entries(gone.tiers).filter(([program]) => kept.tiers[program] === undefined && !isCounted(Number(program))),
  );
  const { lastPurchaseAt: his } = gone;
  const { lastPurchaseAt: own } = kept;
  desk.put(memberSheet, into, {
    ...kept,
    purchases: kept.purchases + gone.purchases,
    lastPurchaseAt: own === undefined || (his !== undefined && his > own) ? his : own,
    programs: [...kept.programs, ...programs],
    tiers: { ...kept.tiers, ...tiers },
    counters: mergeCounters(kept.counters, gone.counters),
  });
  const withdrawn = joinConsents(desk, pair);
  settleBetween(desk, tenant, into, from);
  const owner = desk.read(ownerSheet, from);
  assert(owner, 'a member has an owner');
  const place = { lane: into.lane, owner: into.owner };
  desk.put(ownerSheet, from, { ...owner, state: 'merged', into: place, revision: owner.revision + 1 });
  nameChanged(desk, into);
  return { ...phone, programs, tiers, purchases: gone.purchases, withdrawn };
}

function joinPhone(
  keys: Keys,
  desk: Desk<JournalEntry>,
  { tenant, from, into, phone }: Pair,
): Pick<MemberJoined, 'phone' | 'isPhoneFilled'> {
  if (!phone) return {};
  const at = desk.recordedAt;
  const names = namesOf(keys, tenant, phone);
  const holders = currentHolders(desk, names);
  const held = holders.find(isHis(from));
  // Somebody else has proved it since: it leads to neither.
  if (!held) return {};
  const isShared = holders.some(isHis(into));
  endHolding(desk, names, from, at);
  beginHolding(desk, names, into, held.isVerified, at);
  const key = { tenant, member: into.owner };
  const profile = desk.read(profileSheet, key) ?? emptyProfile(tenant, into.lane, into.owner, at);
  const isPhoneFilled = profile.phone === undefined;
  if (isPhoneFilled) {
    const his = desk.read(profileSheet, { tenant, member: from.owner });
    const source = his?.sources['phone'] ?? { channel: 'web', at: '' };
    desk.put(profileSheet, key, {
      ...setField(profile, 'phone', phone, source, at),
      phoneVerified: held.isVerified,
    });
  }
  return { phone: isShared ? 'shared' : 'moved', ...(isPhoneFilled && { isPhoneFilled }) };
}

/** The stricter wins: what the one who goes had withdrawn, the survivor has withdrawn; what only he had given is not carried over. */
function joinConsents(desk: Desk<JournalEntry>, { tenant, from, into }: Pair): number {
  const key = { tenant, member: into.owner };
  const book = desk.read(consentSheet, key)!;
  const his = desk.read(consentSheet, { tenant, member: from.owner })!;
  const told = his.current
    .filter(({ isGiven }) => !isGiven)
    .filter(({ purpose, channel }) =>
      book.current.some((one) => one.purpose === purpose && one.channel === channel && one.isGiven),
    )
    .map(({ purpose, channel, textVersion }) => ({ purpose, channel, textVersion, isGiven: false, source: 'merge' }));
  if (told.length > 0) desk.put(consentSheet, key, sayConsents(book, told, desk.recordedAt, desk.recordedAt));
  return told.length;
}

/** What waited for a person because the two stood here twice is decided. */
function settleBetween(desk: Desk<JournalEntry>, tenant: number, into: OwnerKey, from: OwnerKey): void {
  const key = { tenant, member: into.owner };
  const queue = desk.read(conflictSheet, key);
  const open = queue?.open.filter(({ other }) => other?.owner !== from.owner);
  if (queue && open && open.length < queue.open.length) desk.put(conflictSheet, key, { ...queue, open });
}
