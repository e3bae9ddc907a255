import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import {
  nameSheet,
  OwnerMoved,
  ownerSheet,
  type Desk,
  type Operation,
  type OwnerKey,
} from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { mergeAttributes, type Attributes } from './attributes.ts';
import { bookChange, happenedAt } from './book.ts';
import { addConflicts, type Conflict, type ConflictField } from './conflict.ts';
import { sayConsents } from './consent.ts';
import { EXTERNAL_ID } from './identity.ts';
import type { MemberDeps } from './member-deps.ts';
import { newMember } from './member.ts';
import { nameChanged } from './name-changed.ts';
import { areSameHolders, beginHolding, currentHolders } from './phone-holding.ts';
import { emptyProfile, fillProfile, setField, type Channel, type FieldSource, type Profile } from './profile.ts';
import { resolveEnrolment, type EnrolmentInput, type EnrolmentPlan } from './resolve-enrolment.ts';
import { conflictSheet } from './store/conflict.ts';
import { consentSheet } from './store/consent.ts';
import { enrolmentSheet } from './store/enrolment.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';
import type { KeptWelcome, Welcome } from './welcome-slot.ts';

/** What is kept of an enrolment. Nothing personal: the journal is for ever. */
export type EnrolmentRecord = {
  readonly member: { readonly lane: number; readonly owner: string };
  readonly isNew: boolean;
  readonly program: number;
  readonly channel: Channel;
  readonly card?: { readonly lane: number; readonly card: string };
  /** Fields that were told differently from what is known, and wait in the merge queue. */
  readonly conflicts: readonly ConflictField[];
  readonly welcome?: KeptWelcome;
};

export type EnrolmentAnswer = {
  readonly member: string;
  readonly isNew: boolean;
  readonly card?: string;
  readonly conflicts: readonly ConflictField[];
  /** What joining has brought. */
  readonly welcome?: Welcome;
  readonly recordedAt: Instant;
};

type MemberDesk = Desk<JournalEntry>;

/**
 * Joins a person to a program. A phone, external id or nameless card that is known binds to its member whatever the channel;
 * else a member is made. Refuses a closed program, malformed facts, a phone that several gave and none proved, a card that is
 * somebody else's, and a card for a known phone that this person has not proved.
 */
export const createEnrolment = (
  deps: MemberDeps,
): Operation<EnrolmentInput, EnrolmentPlan, EnrolmentRecord, EnrolmentAnswer, JournalEntry> => ({
  kind: 'members.enrolment',
  resolve: (input, look) => resolveEnrolment(deps, input, look),
  decide: (input, plan, desk) => decideEnrolment(deps, input, plan, desk),
  present: ({ member, card, ...rest }, { recordedAt }) => ({
    member: deps.tokens.encode('mem', member.lane, BigInt(member.owner)),
    isNew: rest.isNew,
    ...(card && { card: deps.cards.token(card.lane, BigInt(card.card)) }),
    conflicts: rest.conflicts,
    ...(rest.welcome && deps.welcome && { welcome: deps.welcome.present(rest.welcome) }),
    recordedAt,
  }),
});

function decideEnrolment(deps: MemberDeps, input: EnrolmentInput, plan: EnrolmentPlan, desk: MemberDesk) {
  refuseToGuess(input, plan, desk);
  const at = happenedAt(input.occurredAt, desk.recordedAt);
  const { lane, owner } = plan.fresh;
  const member = desk.read(memberSheet, { lane, owner }) ?? newMember(input.tenant, { lane, owner }, input.channel, at);
  const told = input.attributes ?? {};
  // As with the profile: what is known stays.
  const merged = mergeAttributes(told, member.attributes);
  if (!merged.ok) return merged;
  const key = { tenant: input.tenant, member: owner };
  const known = desk.read(profileSheet, key);
  if (plan.bound && plan.card?.found && !plan.phone?.holders.length && !plan.external?.found && known?.phone) {
    // The card was nameless when somebody read it, and is not any more.
    if (known.phone !== plan.phone?.phone) return refuse('cards.card.exists');
  }

  const seq = desk.take(lane);
  const source: FieldSource = {
    channel: input.channel,
    at: isoFromInstant(at),
    ...(input.textVersion && { textVersion: input.textVersion }),
  };
  const filled = fillProfile(known ?? emptyProfile(input.tenant, lane, owner, at), plan.person, source, at);
  const found: Omit<Conflict, keyof typeof key | 'lane' | 'seq' | 'channel' | 'foundAt'>[] = [
    ...filled.conflicts,
    ...conflictingAttributes(member.attributes, told),
  ];
  if (!plan.bound) {
    const fresh = { lane, owner, tenant: input.tenant, kind: 'member', state: 'active', revision: 0 } as const;
    desk.put(ownerSheet, fresh, fresh);
  }
  const profile = bindPhone(input, plan, desk, filled.profile, source, at, found);
  bindExternalId(input, plan, desk, found);

  const card = plan.card && !plan.card.found ? plan.fresh.card : plan.card?.found?.subject;
  if (plan.card && !plan.card.found) {
    const issued = deps.cards.issue(desk, {
      tenant: input.tenant,
      lane,
      owner,
      card: plan.fresh.card,
      number: plan.card.number,
      issuedAt: at,
    });
    if (!issued.ok) return issued;
  }
  const isEnrolled = member.programs.includes(input.program);
  if (!isEnrolled) {
    const enrolment = { lane, owner, program: input.program, enrolledAt: at, channel: input.channel };
    desk.put(enrolmentSheet, enrolment, enrolment);
  }
  desk.put(memberSheet, member, {
    ...member,
    programs: isEnrolled ? member.programs : [...member.programs, input.program],
    attributes: input.attributes ? merged.attributes : member.attributes,
  });
  if (profile !== known) desk.put(profileSheet, key, profile);
  if (input.consents?.length)
    desk.put(consentSheet, key, sayConsents(desk.read(consentSheet, key)!, input.consents, at, desk.recordedAt));
  if (found.length > 0) {
    const conflicts = found.map((one): Conflict => ({
      ...key,
      ...one,
      lane,
      seq,
      channel: input.channel,
      foundAt: desk.recordedAt,
    }));
    desk.put(conflictSheet, key, addConflicts(desk.read(conflictSheet, key)!, conflicts));
  }
  const joined = desk.read(memberSheet, member)!;
  const { program, channel } = input;
  const welcome = isEnrolled ? undefined : deps.welcome?.joined(desk, joined, { program, channel, at });
  const record: EnrolmentRecord = {
    member: { lane, owner: String(owner) },
    isNew: !plan.bound,
    program: input.program,
    channel: input.channel,
    ...(card !== undefined && { card: { lane, card: String(card) } }),
    conflicts: found.map((one) => one.field),
    ...(welcome && { welcome }),
  };
  return bookChange(desk, {
    kind: 'members.enrolment',
    lane,
    seq,
    owner,
    tenant: input.tenant,
    program: input.program,
    zone: deps.programs.settings().program(input.program).zone,
    occurredAt: at,
    record,
  });
}

/** Sends the operation back to be resolved when a name leads elsewhere by now than resolve saw. */
function refuseToGuess(input: EnrolmentInput, plan: EnrolmentPlan, desk: MemberDesk): void {
  const { phone, external } = plan;
  if (phone && !areSameHolders(currentHolders(desk, { tenant: input.tenant, keys: phone.keys }), phone.holders))
    throw new OwnerMoved();
  if (
    external &&
    !external.found &&
    desk.read(nameSheet, { tenant: input.tenant, kind: EXTERNAL_ID, key: external.key })
  )
    throw new OwnerMoved();
}

const conflictingAttributes = (known: Attributes, told: Attributes): { field: 'attributes'; told: string }[] => {
  const differing = Object.entries(told).filter(([key, value]) => known[key] !== undefined && known[key] !== value);
  return differing.length === 0 ? [] : [{ field: 'attributes', told: JSON.stringify(Object.fromEntries(differing)) }];
};

type Found = { field: ConflictField; told: string; other?: OwnerKey | undefined }[];

/** A phone that is the member's own is held or proved; another one than the member's waits for a person. */
function bindPhone(
  input: EnrolmentInput,
  plan: EnrolmentPlan,
  desk: MemberDesk,
  profile: Profile,
  source: FieldSource,
  at: Instant,
  found: Found,
): Profile {
  if (!plan.phone) return profile;
  const { phone, keys, holders } = plan.phone;
  if (profile.phone !== undefined && profile.phone !== phone) {
    found.push({ field: 'phone', told: phone });
    return profile;
  }
  const isVerified = plan.isPhoneProved || profile.phoneVerified;
  beginHolding(desk, { tenant: input.tenant, keys }, plan.fresh, isVerified, desk.recordedAt);
  const isHeld = holders.some((one) => one.owner === plan.fresh.owner);
  if (plan.bound && (!isHeld || (isVerified && !profile.phoneVerified))) nameChanged(desk, plan.fresh);
  if (profile.phone === phone && profile.phoneVerified === isVerified) return profile;
  return { ...setField(profile, 'phone', phone, source, at), phoneVerified: isVerified };
}

/** An id in another system is bound, unless it is another member's or the person has not proved to be the bound one. */
function bindExternalId(input: EnrolmentInput, plan: EnrolmentPlan, desk: MemberDesk, found: Found): void {
  const { external, fresh } = plan;
  if (!external || external.found?.owner === fresh.owner) return;
  const told = input.externalId!;
  if (external.found)
    found.push({ field: 'externalId', told, other: { lane: external.found.lane, owner: external.found.owner } });
  else if (!plan.isProved) found.push({ field: 'externalId', told });
  else {
    const name = { tenant: input.tenant, kind: EXTERNAL_ID, key: external.key };
    desk.put(nameSheet, name, { ...name, lane: fresh.lane, owner: fresh.owner, subject: 0n });
    if (plan.bound) nameChanged(desk, fresh);
  }
}
