import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { parsePhone } from '../../kernel/phone.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  OwnerMoved,
  want,
  type Desk,
  type Held,
  type LookUp,
  type Operation,
  type Plan,
} from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { mergeAttributes, refuseAttributes, type Attributes } from './attributes.ts';
import { bookChange, happenedAt } from './book.ts';
import { provePhone, type PhoneProof } from './check-phone-code.ts';
import { settleConflicts } from './conflict.ts';
import { sayConsents, type ConsentTold } from './consent.ts';
import { findMember } from './find-member.ts';
import { phoneKeys } from './identity.ts';
import type { MemberDeps } from './member-deps.ts';
import { nameChanged } from './name-changed.ts';
import { readPerson, type PersonTold } from './person.ts';
import { endHolding } from './phone-holding.ts';
import {
  emptyProfile,
  setField,
  type Channel,
  type FieldSource,
  type PersonField,
  type PersonFields,
  type Profile,
} from './profile.ts';
import { conflictSheet } from './store/conflict.ts';
import { consentSheet } from './store/consent.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';
import type { TierGiven } from './tier-slot.ts';
import { findPhoneToTake, needsOfTaking, takePhone, type PhoneToTake } from './take-phone.ts';

/** What is to be different about a member. What is left out stays as it is. */
export type MemberChange = {
  readonly tenant: number;
  readonly member: string;
  readonly channel: Channel;
  readonly profile?: PersonTold | undefined;
  /** Fields of the profile to empty. */
  readonly cleared?: readonly PersonField[] | undefined;
  /** The new phone; null: none any more. */
  readonly phone?: string | null | undefined;
  readonly phoneVerified?: boolean | undefined;
  readonly phoneProof?: PhoneProof | undefined;
  readonly attributes?: Attributes | undefined;
  readonly attributesRemoved?: readonly string[] | undefined;
  /** The tier in a program: a plain fact, or, where tiers are counted, one given by hand. Null: none any more. */
  readonly tiers?: readonly TierGiven[] | undefined;
  readonly consents?: readonly ConsentTold[] | undefined;
  readonly textVersion?: string | undefined;
  readonly occurredAt?: Instant | undefined;
};

/** What is kept of a change: which facts, not what they say. Tiers are no secret, and promotions stand on them. */
export type MemberChangeRecord = {
  readonly member: { readonly lane: number; readonly owner: string };
  readonly channel: string;
  readonly changed: readonly string[];
  readonly tiers?: readonly { readonly program: number; readonly tier: string | null }[];
};

export type MemberChangeAnswer = {
  readonly member: string;
  readonly changed: readonly string[];
  readonly recordedAt: Instant;
};

type ChangePlan = Plan & {
  readonly held: Held;
  readonly person: PersonFields;
  readonly taken: PhoneToTake | undefined;
  readonly isProved: boolean;
};

/** The answer to a change of a member, from its record. */
export const presentChange =
  ({ tokens }: Pick<MemberDeps, 'tokens'>) =>
  (record: MemberChangeRecord, { recordedAt }: { readonly recordedAt: Instant }): MemberChangeAnswer => ({
    member: tokens.encode('mem', record.member.lane, BigInt(record.member.owner)),
    changed: record.changed,
    recordedAt,
  });

/**
 * Changes what is known of a member. What is told here is meant: it overwrites, and settles what waits in the merge queue about the
 * same fields. Refuses a member who is not there, malformed facts, a wrong code, and a tier in a program that the member has not
 * joined.
 */
export const createMemberChange = (
  deps: MemberDeps,
): Operation<MemberChange, ChangePlan, MemberChangeRecord, MemberChangeAnswer, JournalEntry> => ({
  kind: 'members.change',
  resolve: (input, look) => resolveChange(deps, input, look),
  decide: (input, plan, desk) => decideChange(deps, input, plan, desk),
  present: presentChange(deps),
});

async function resolveChange(deps: MemberDeps, input: MemberChange, look: LookUp): Promise<ChangePlan | Refusal> {
  const { tenant } = input;
  const found = await findMember(deps.tokens, look, tenant, input.member);
  if (!found.ok) return found;
  const { ok: _, ...member } = found;
  const unfit = refuseAttributes(input.attributes ?? {});
  if (unfit) return unfit;
  const told = readPerson(input.profile ?? {}, isoFromInstant(deps.clock.now()).slice(0, 10) as LocalDate);
  if (!told.ok) return told;
  const phone =
    typeof input.phone === 'string'
      ? parsePhone(input.phone, deps.programs.settings().tenant(tenant).defaultCountry)
      : undefined;
  if (phone && !phone.ok) return phone;
  const proof = phone && (await provePhone(deps, tenant, phone.value, input, 'verify'));
  if (proof && !proof.ok) return proof;
  const isProved = proof?.isProved === true;
  const taken = phone && (await findPhoneToTake(deps.keys, look, tenant, phone.value));
  const needs = taken ? needsOfTaking(taken, member, isProved, tenant) : { owners: [member], wants: [] };
  const key = { tenant, member: member.owner };
  return {
    owners: needs.owners,
    wants: [
      ...needs.wants,
      want(memberSheet, member),
      want(profileSheet, key),
      want(consentSheet, key),
      want(conflictSheet, key),
    ],
    held: member,
    person: told.person,
    taken,
    isProved,
  };
}

function decideChange(deps: MemberDeps, input: MemberChange, plan: ChangePlan, desk: Desk<JournalEntry>) {
  const { lane, owner } = plan.held;
  const { tenant } = input;
  const member = desk.read(memberSheet, { lane, owner });
  if (!member) throw new OwnerMoved();
  const merged = mergeAttributes(member.attributes, input.attributes ?? {}, input.attributesRemoved);
  if (!merged.ok) return merged;
  const stranger = input.tiers?.find(({ program }) => !member.programs.includes(program));
  if (stranger) return refuse('members.enrolment.missing');

  const at = happenedAt(input.occurredAt, desk.recordedAt);
  const change = { kind: 'members.change', lane, seq: desk.take(lane), owner, tenant, program: 0, occurredAt: at };
  const changed: string[] = [];
  if (input.attributes || input.attributesRemoved?.length || input.tiers?.length) {
    const tiers = { ...member.tiers };
    const [byHand, facts] = partitionTiers(deps, input.tiers ?? [], at);
    for (const { program, tier, until } of facts) {
      if (until !== undefined) return refuse('tiers.definition.missing');
      if (tier === null) delete tiers[program];
      else tiers[program] = tier;
    }
    desk.put(memberSheet, { lane, owner }, { ...member, attributes: merged.attributes, tiers });
    for (const one of byHand) {
      const given = deps.tierSlot!.give(desk, member, one, at);
      if (!given.ok) return given;
    }
    if (input.attributes || input.attributesRemoved?.length) changed.push('attributes');
    if (input.tiers?.length) changed.push('tiers');
  }
  const key = { tenant, member: owner };
  const source: FieldSource = {
    channel: input.channel,
    at: isoFromInstant(at),
    ...(input.textVersion && { textVersion: input.textVersion }),
  };
  const known = desk.read(profileSheet, key) ?? emptyProfile(tenant, lane, owner, at);
  let profile = changePerson(known, plan.person, input.cleared ?? [], source, at, changed);
  if (input.phone !== undefined) {
    profile = changePhone(deps, plan, desk, profile, source, { ...change, channel: input.channel });
    changed.push('phone');
  }
  if (profile !== known) desk.put(profileSheet, key, profile);
  const queue = desk.read(conflictSheet, key)!;
  const settled = settleConflicts(queue, changed);
  if (settled !== queue) desk.put(conflictSheet, key, settled);
  if (input.consents?.length) {
    desk.put(consentSheet, key, sayConsents(desk.read(consentSheet, key)!, input.consents, at, desk.recordedAt));
    changed.push('consents');
  }
  const record: MemberChangeRecord = {
    member: { lane, owner: String(owner) },
    channel: input.channel,
    changed,
    ...(input.tiers?.length && { tiers: input.tiers.map(({ program, tier }) => ({ program, tier })) }),
  };
  return bookChange(desk, { ...change, record });
}

/** Tiers where they are counted, and those that are plain facts. */
function partitionTiers({ tierSlot }: MemberDeps, told: readonly TierGiven[], at: Instant): [TierGiven[], TierGiven[]] {
  const isCounted = ({ program }: TierGiven): boolean => tierSlot?.counts(program, at) === true;
  return [told.filter(isCounted), told.filter((one) => !isCounted(one))];
}

function changePerson(
  known: Profile,
  person: PersonFields,
  cleared: readonly PersonField[],
  source: FieldSource,
  at: Instant,
  changed: string[],
): Profile {
  let profile = known;
  const told = Object.entries(person) as [PersonField, string][];
  for (const [field, value] of [...told, ...cleared.map((field) => [field, undefined] as const)]) {
    profile = setField(profile, field, value, source, at);
    changed.push(field);
  }
  return profile;
}

/** The old number leads here no more; the new one does, and is believed as far as it was proved. */
function changePhone(
  deps: MemberDeps,
  { held, taken, isProved }: ChangePlan,
  desk: Desk<JournalEntry>,
  profile: Profile,
  source: FieldSource,
  change: Parameters<typeof takePhone>[3],
): Profile {
  const isSame = profile.phone === taken?.phone;
  if (profile.phone && !isSame) {
    endHolding(desk, { tenant: change.tenant, keys: phoneKeys(deps.keys, profile.phone) }, held, desk.recordedAt);
  }
  if (taken) takePhone(desk, taken, isProved, change);
  nameChanged(desk, held);
  const phoneVerified = taken !== undefined && (isProved || (isSame && profile.phoneVerified));
  return { ...setField(profile, 'phone', taken?.phone, source, change.occurredAt), phoneVerified };
}
