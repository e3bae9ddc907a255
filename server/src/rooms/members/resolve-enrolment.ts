import { assert } from '../../kernel/assert.ts';
import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Phone } from '../../kernel/phone.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Keys } from '../../platform/keys.ts';
import {
  freshIds,
  laneOfSeed,
  nameSheet,
  phoneSheet,
  pickLane,
  want,
  type Held,
  type HolderFound,
  type LookUp,
  type NameFound,
  type Plan,
} from '../../platform/lanes/index.ts';
import { refuseClosed } from '../programs/index.ts';
import { refuseAttributes, type Attributes } from './attributes.ts';
import type { CardNumberFound } from './card-slot.ts';
import { provePhone, type PhoneProof } from './check-phone-code.ts';
import type { ConsentTold } from './consent.ts';
import { EXTERNAL_ID, externalIdKeys, findByExternalId, findByPhone, holderOf, phoneKeys } from './identity.ts';
import type { MemberDeps } from './member-deps.ts';
import { readPerson, type PersonTold } from './person.ts';
import type { Channel, PersonFields } from './profile.ts';
import { conflictSheet } from './store/conflict.ts';
import { consentSheet } from './store/consent.ts';
import { wasErased } from './store/erased.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';

/** What a person tells when joining a program, through any channel. */
export type EnrolmentInput = {
  readonly tenant: number;
  readonly program: number;
  readonly channel: Channel;
  readonly phone?: string | undefined;
  /** Whether the person has proved the phone before, to somebody who is believed. */
  readonly phoneVerified?: boolean | undefined;
  /** The code that was sent to the phone: it proves the phone here and now. */
  readonly phoneProof?: PhoneProof | undefined;
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

type Named = { readonly key: Buffer; readonly found: NameFound | undefined };

export type EnrolmentPlan = Plan & {
  /** The member that the person is already; undefined for a new one. */
  readonly bound: Held | undefined;
  readonly fresh: { readonly lane: number; readonly owner: bigint; readonly card: bigint };
  readonly phone:
    | { readonly phone: Phone; readonly keys: readonly Buffer[]; readonly holders: readonly HolderFound[] }
    | undefined;
  readonly external: Named | undefined;
  readonly card: CardNumberFound | undefined;
  readonly isPhoneProved: boolean;
  /** Whether something stronger than a told phone says that this is the bound member. */
  readonly isProved: boolean;
  readonly person: PersonFields;
};

/** Finds whom the names of an enrolment mean, and where a new member would stand. */
export async function resolveEnrolment(
  deps: MemberDeps,
  input: EnrolmentInput,
  look: LookUp,
): Promise<EnrolmentPlan | Refusal> {
  const { tenant } = input;
  const settings = deps.programs.settings();
  const program = settings.program(input.program);
  assert(program.tenant === tenant, 'a program of another tenant');
  const closed = refuseClosed(program) ?? refuseAttributes(input.attributes ?? {});
  if (closed) return closed;
  const told = readPerson(input.profile ?? {}, isoFromInstant(deps.clock.now()).slice(0, 10) as LocalDate);
  if (!told.ok) return told;

  const phone =
    input.phone === undefined
      ? undefined
      : await findByPhone(deps.keys, look, tenant, input.phone, settings.tenant(tenant).defaultCountry);
  if (phone && !phone.ok) return phone;
  const holder = phone && holderOf(phone.holders);
  if (holder && 'ok' in holder) return holder;
  // Who was erased may come back by himself, and by no file.
  if (
    phone &&
    !holder &&
    input.channel === 'file' &&
    (await wasErased(deps.database, tenant, phoneKeys(deps.keys, phone.phone)))
  )
    return refuse('members.person.erased');
  const external =
    input.externalId === undefined ? undefined : await findExternal(deps.keys, look, tenant, input.externalId);
  const card = input.card === undefined ? undefined : await deps.cards.find(look, tenant, input.card);
  if (card && !card.ok) return card;

  const proof = phone && (await provePhone(deps, tenant, phone.phone, input));
  if (proof && !proof.ok) return proof;

  const bound = [holder, external?.found, card?.found].find((one) => one !== undefined);
  if (bound && bound.state !== 'active') return refuse('members.member.unknown');
  if (card?.found && card.found.kind !== 'member') return refuse('cards.card.exists');
  if (card?.found && bound && bound.owner !== card.found.owner)
    return cardAgainst(deps, look, tenant, bound, card.found);
  if (card?.isFor !== undefined && bound?.owner !== card.isFor) return refuse('cards.stock.for_another');
  const isPhoneProved = proof?.isProved === true;
  const isProved = isPhoneProved || bound === undefined || bound !== holder || external?.found?.owner === bound.owner;
  if (card && !card.found && !isProved) return refuse('members.phone.proof_needed');

  const names = phone && phoneKeys(deps.keys, phone.phone);
  const seed = names?.[0] ?? external?.key;
  const lane =
    bound?.lane ?? (seed ? await laneOfSeed(deps.database, tenant, seed) : await pickLane(deps.database, tenant));
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
    isPhoneProved,
    isProved,
    person: told.person,
  };
}

/**
 * Why a card that has an account cannot be bound to somebody who has another. Where nobody told who he is with that card, whoever may merge
 * members makes one of the two: by itself a shown card proves nothing of a phone.
 */
async function cardAgainst(
  { tokens }: MemberDeps,
  look: LookUp,
  tenant: number,
  bound: NameFound | HolderFound,
  { lane, owner }: NameFound,
): Promise<Refusal> {
  if (await look.row(profileSheet, { tenant, member: owner })) return refuse('cards.card.exists');
  const [member, other] = [tokens.encode('mem', bound.lane, bound.owner), tokens.encode('mem', lane, owner)];
  return refuse('members.card.merge_needed', { member, other });
}

async function findExternal(keys: Keys, look: LookUp, tenant: number, id: string): Promise<Named> {
  return { key: externalIdKeys(keys, id)[0], found: await findByExternalId(keys, look, tenant, id) };
}
