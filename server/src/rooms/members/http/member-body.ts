import type { z } from 'zod';
import type { memberSchema } from '../../../../../contract/members.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { findMerged, type OwnerKey } from '../../../platform/lanes/index.ts';
import type { CardLine } from '../card-slot.ts';
import type { MemberDeps } from '../member-deps.ts';
import { PERSON_FIELDS, type PersonFields } from '../profile.ts';
import { readMember, type MemberView } from '../read/member-view.ts';
import type { MemberRouteDeps } from './room-endpoint.ts';

type Body = z.input<typeof memberSchema>;

/** The members at places that a look-up gave, as the API shows them; those that are no more are left out. */
export async function memberBodies(
  deps: MemberRouteDeps,
  tenant: number,
  owners: readonly OwnerKey[],
): Promise<Body[]> {
  const bodies = await Promise.all(
    owners.map(async (owner) => {
      const [view, cards, merged] = await Promise.all([
        readMember(deps.database, deps.machine.look, tenant, owner),
        deps.members.cardSlot.list(owner),
        findMerged(deps.database, owner),
      ]);
      return view && memberBody(deps, view, cards, merged);
    }),
  );
  return bodies.filter((body) => body !== undefined);
}

/** A member as the API shows him. */
function memberBody(
  { tokens, programs }: Pick<MemberDeps, 'tokens' | 'programs'>,
  { member, profile, enrolments, consents, conflicts }: MemberView,
  cards: readonly CardLine[],
  merged: readonly OwnerKey[],
): Body {
  const known = profile ?? ({} as PersonFields);
  const codeOf = (program: number): string => programs.settings().program(program).code;
  return {
    member: tokens.encode('mem', member.lane, member.owner),
    ...(profile?.phone && { phone: profile.phone }),
    phoneVerified: profile?.phoneVerified ?? false,
    profile: Object.fromEntries(
      PERSON_FIELDS.flatMap((field) => (known[field] === undefined ? [] : [[field, known[field]]])),
    ),
    enrolledAt: isoFromInstant(member.enrolledAt),
    channel: member.channel,
    enrolments: enrolments.map(({ program, enrolledAt, channel }) => {
      const tier = member.tiers[String(program)];
      return {
        program: codeOf(program),
        enrolledAt: isoFromInstant(enrolledAt),
        channel,
        ...(tier !== undefined && { tier }),
      };
    }),
    cards: cards as Body['cards'],
    attributes: { ...member.attributes },
    consents: consents.map(({ purpose, channel, isGiven, textVersion, source, at }) => ({
      ...{ purpose, channel, isGiven, textVersion, source },
      at: isoFromInstant(at),
    })),
    sources: Object.entries(profile?.sources ?? {}).map(([field, source]) => ({ field, ...source })),
    conflicts: conflicts.map(({ field, told, channel, other, foundAt }) => ({
      ...{ field, told, channel },
      ...(other && { other: tokens.encode('mem', other.lane, other.owner) }),
      foundAt: isoFromInstant(foundAt),
    })),
    merged: merged.map((one) => tokens.encode('mem', one.lane, one.owner)),
  };
}
