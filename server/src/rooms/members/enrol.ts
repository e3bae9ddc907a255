import { assert } from '../../kernel/assert.ts';
import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Phone } from '../../kernel/phone.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import {
  freshIds,
  laneOfSeed,
  nameSheet,
  OwnerMoved,
  ownerSheet,
  phoneSheet,
  pickLane,
  want,
  type Desk,
  type Held,
  type HolderFound,
  type LookUp,
  type NameFound,
  type Operation,
  type OwnerKey,
  type Plan,
} from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { refuseClosed, type Programs } from '../programs/index.ts';
import { mergeAttributes, refuseAttributes, type Attributes } from './attributes.ts';
import { bookChange, happenedAt } from './book.ts';
import type { CardNumberFound, CardSlot } from './card-slot.ts';
import { addConflicts, type Conflict, type ConflictField } from './conflict.ts';
import { sayConsents, type ConsentTold } from './consent.ts';
import { EXTERNAL_ID, externalIdKeys, findByExternalId, findByPhone, holderOf, phoneKeys } from './identity.ts';
import { newMember } from './member.ts';
import { nameChanged } from './name-changed.ts';
import { readPerson, type PersonTold } from './person.ts';
import { areSameHolders, beginHolding, currentHolders } from './phone-holding.ts';
import { emptyProfile, fillProfile, setField, type Channel, type FieldSource, type PersonFields, type Profile } from './profile.ts';
import { conflictSheet } from './store/conflict.ts';
import { consentSheet } from './store/consent.ts';
import { enrolmentSheet } from './store/enrolment.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';

/** What a person tells when joining a program, through any channel. */
export type EnrolmentInput = {
  readonly tenant: number;
  readonly program: number;
  readonly channel: Channel;
  readonly phone?: string | undefined;
  /** Whether the person has proved the phone, by a code or before a member of staff. */
  readonly phoneVerified?: boolean | undefined;
  readonly externalId?: string | undefined;
  /** A card number to bind at once. */
  readonly card?: string | undefined;
  readonly profile?: PersonTold | undefined;
  readonly attributes?: Attributes | undefined;
  readonly consents?: readonly ConsentTold[] | undefined;
  /** Consent text under which the profile was told, where the form names one. */
  readonly textVersion?: string | undefined;
  readonly occurredAt?: Instant | undefined;
};

/** What is kept of an enrolment. Nothing personal: the journal is for ever. */
export type EnrolmentRecord = {
  readonly member: { readonly lane: number; readonly owner: string };
  readonly isNew: boolean;
  readonly program: number;
  readonly channel: Channel;
  readonly card?: { readonly lane: number; readonly card: string };
  /** Fields that were told differently from what is known, and wait in the merge queue. */
  readonly conflicts: readonly ConflictField[];
};

export type EnrolmentAnswer = {
  readonly member: string;
  readonly isNew: boolean;
  readonly card?: string;
  readonly conflicts: readonly ConflictField[];
  readonly recordedAt: Instant;
};

export type MemberDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly programs: Programs;
  readonly clock: Clock;
  readonly cards: CardSlot;
};

type Named = { readonly key: Buffer; readonly found: NameFound | undefined };

export type EnrolmentPlan = Plan & {
  /** The member that the person is already; undefined for a new one. */
  readonly bound: Held | undefined;
  readonly fresh: { readonly lane: number; readonly owner: bigint; readonly card: bigint };
  readonly phone: { readonly phone: Phone; readonly keys: readonly Buffer[]; readonly holders: readonly HolderFound[] } | undefined;
  readonly external: Named | undefined;
  readonly card: CardNumberFound | undefined;
  /** Whether something stronger than a told phone says that this is the bound member. */
  readonly isProved: boolean;
  readonly person: PersonFields;
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
    recordedAt,
  }),
});

async function resolveEnrolment(deps: MemberDeps, input: EnrolmentInput, look: LookUp): Promise<EnrolmentPlan | Refusal> {
  const { tenant } = input;
  const settings = deps.programs.settings();
  const program = settings.program(input.program);
  assert(program.tenant === tenant, 'a program of another tenant');
  const closed = refuseClosed(program) ?? refuseAttributes(input.attributes ?? {});
  if (closed) return closed;
  const told = readPerson(input.profile ?? {}, isoFromInstant(deps.clock.now()).slice(0, 10) as LocalDate);
  if (!told.ok) return told;

  const phone = input.phone === undefined ? undefined : await findByPhone(deps.keys, look, tenant, input.phone, settings.tenant(tenant).defaultCountry);
  if (phone && !phone.ok) return phone;
  const holder = phone && holderOf(phone.holders);
  if (holder && 'ok' in holder) return holder;
  const external = input.externalId === undefined ? undefined : await findExternal(deps.keys, look, tenant, input.externalId);
  const card = input.card === undefined ? undefined : await deps.cards.find(look, tenant, input.card);
  if (card && !card.ok) return card;

  const bound = [holder, external?.found, card?.found].find((one) => one !== undefined);
  if (bound && bound.state !== 'active') return refuse('members.member.unknown');
  if (card?.found && bound?.owner !== card.found.owner) return refuse('cards.card.exists');
  const isProved = input.phoneVerified === true || bound === undefined || bound !== holder || external?.found?.owner === bound.owner;
  if (card && !card.found && !isProved) return refuse('members.phone.proof_needed');

  const names = phone && phoneKeys(deps.keys, phone.phone);
  const seed = names?.[0] ?? external?.key;
  const lane = bound?.lane ?? (seed ? await laneOfSeed(deps.database, tenant, seed) : await pickLane(deps.database, tenant));
  const [fresh, freshCard] = await freshIds(deps.database, 2);
  const owner = bound?.owner ?? fresh;
  const profile = { tenant, member: owner };
  return {
    owners: bound ? [bound] : [],
    lanes: [lane],
    wants: [
      ...(names ?? []).map((key) => want(phoneSheet, { tenant, key })),
      ...(external ? [want(nameSheet, { tenant, kind: EXTERNAL_ID, key: external.key })] : []),
      want(memberSheet, { lane, owner }),
      want(profileSheet, profile),
      want(consentSheet, profile),
      want(conflictSheet, profile),
    ],
    bound: bound && { lane, owner, revision: bound.revision },
    fresh: { lane, owner, card: freshCard },
    phone: phone && { phone: phone.phone, keys: names!, holders: phone.holders },
    external,
    card,
    isProved,
    person: told.person,
  };
}

async function findExternal(keys: Keys, look: LookUp, tenant: number, id: string): Promise<Named> {
  return { key: externalIdKeys(keys, id)[0], found: await findByExternalId(keys, look, tenant, id) };
}

function decideEnrolment(deps: MemberDeps, input: EnrolmentInput, plan: EnrolmentPlan, desk: MemberDesk) {
  refuseToGuess(input, plan, desk);
  const at = happenedAt(input.occurredAt, desk.recordedAt);
  const { lane, owner } = plan.fresh;
  const member = desk.read(memberSheet, { lane, owner }) ?? newMember(input.tenant, { lane, owner }, input.channel, at);
  const merged = mergeAttributes(member.attributes, input.attributes ?? {});
  if (!merged.ok) return merged;
  const key = { tenant: input.tenant, member: owner };
  const known = desk.read(profileSheet, key);
  if (plan.bound && plan.card?.found && !plan.phone?.holders.length && !plan.external?.found && known?.phone) {
    // The card was nameless when somebody read it, and is not any more.
    if (known.phone !== plan.phone?.phone) return refuse('cards.card.exists');
  }

  const seq = desk.take(lane);
  const source: FieldSource = { channel: input.channel, at: isoFromInstant(at), ...(input.textVersion && { textVersion: input.textVersion }) };
  const filled = fillProfile(known ?? emptyProfile(input.tenant, lane, owner, at), plan.person, source, at);
  const found: Omit<Conflict, keyof typeof key | 'lane' | 'seq' | 'channel' | 'foundAt'>[] = [...filled.conflicts];
  if (!plan.bound) desk.put(ownerSheet, { lane, owner }, { lane, owner, tenant: input.tenant, kind: 'member', state: 'active', revision: 0 });
  const profile = bindPhone(input, plan, desk, filled.profile, source, at, found);
  bindExternalId(input, plan, desk, found);

  const card = plan.card && !plan.card.found ? plan.fresh.card : plan.card?.found?.subject;
  if (plan.card && !plan.card.found) {
    const issued = deps.cards.issue(desk, { tenant: input.tenant, lane, owner, card: plan.fresh.card, number: plan.card.number, issuedAt: at });
    if (!issued.ok) return issued;
  }
  if (!member.programs.includes(input.program)) {
    desk.put(enrolmentSheet, { lane, owner, program: input.program }, { lane, owner, program: input.program, enrolledAt: at, channel: input.channel });
  }
  const programs = member.programs.includes(input.program) ? member.programs : [...member.programs, input.program];
  desk.put(memberSheet, member, { ...member, programs, attributes: input.attributes ? merged.attributes : member.attributes });
  if (profile !== known) desk.put(profileSheet, key, profile);
  if (input.consents?.length) desk.put(consentSheet, key, sayConsents(desk.read(consentSheet, key)!, input.consents, at, desk.recordedAt));
  if (found.length > 0) {
    const conflicts = found.map((one): Conflict => ({ ...key, ...one, lane, seq, channel: input.channel, foundAt: desk.recordedAt }));
    desk.put(conflictSheet, key, addConflicts(desk.read(conflictSheet, key)!, conflicts));
  }
  const record: EnrolmentRecord = {
    member: { lane, owner: String(owner) },
    isNew: !plan.bound,
    program: input.program,
    channel: input.channel,
    ...(card !== undefined && { card: { lane, card: String(card) } }),
    conflicts: found.map((one) => one.field),
  };
  return bookChange(desk, { kind: 'members.enrolment', lane, seq, owner, tenant: input.tenant, program: input.program, occurredAt: at, record });
}

/** Sends the operation back to be resolved when a name leads elsewhere by now than resolve saw. */
function refuseToGuess(input: EnrolmentInput, plan: EnrolmentPlan, desk: MemberDesk): void {
  const { phone, external } = plan;
  if (phone && !areSameHolders(currentHolders(desk, { tenant: input.tenant, keys: phone.keys }), phone.holders)) throw new OwnerMoved();
  if (external && !external.found && desk.read(nameSheet, { tenant: input.tenant, kind: EXTERNAL_ID, key: external.key })) throw new OwnerMoved();
}

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
  const isVerified = input.phoneVerified === true || profile.phoneVerified;
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
  if (external.found) found.push({ field: 'externalId', told, other: { lane: external.found.lane, owner: external.found.owner } });
  else if (!plan.isProved) found.push({ field: 'externalId', told });
  else {
    const name = { tenant: input.tenant, kind: EXTERNAL_ID, key: external.key };
    desk.put(nameSheet, name, { ...name, lane: fresh.lane, owner: fresh.owner, subject: 0n });
    if (plan.bound) nameChanged(desk, fresh);
  }
}
