import { isoFromInstant } from '../../../kernel/instant.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Effect } from '../../../platform/http/endpoint.ts';
import type { Arrival } from '../../../platform/lanes/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { Attributes } from '../attributes.ts';
import type { MemberChange } from '../change-member.ts';
import { findMember } from '../find-member.ts';
import type { TierGiven } from '../tier-slot.ts';
import type { MemberRouteDeps } from './room-endpoint.ts';

/** The kind of request by which what promotions make of a member waits: his tier, and attributes that they ask for. */
export const STANDING = 'members.standing';

type Foreseen = Promise<Ok<{ readonly effect?: Effect | undefined }> | Refusal>;

/** Attributes that promotions in force or scheduled ask for, of those that would be otherwise. */
async function attributesAsked(
  { promotions }: Pick<MemberRouteDeps, 'promotions'>,
  tenant: number,
  known: Attributes,
  { attributes = {}, attributesRemoved = [] }: Pick<MemberChange, 'attributes' | 'attributesRemoved'>,
): Promise<{ readonly attributes: readonly string[]; readonly promotions: readonly string[] } | undefined> {
  const set = Object.keys(attributes).filter((name) => !Object.hasOwn(known, name) || known[name] !== attributes[name]);
  const gone = attributesRemoved.filter((name) => Object.hasOwn(known, name));
  if (set.length + gone.length === 0) return undefined;
  await promotions.refresh();
  const read = [...new Set([...set, ...gone])].flatMap((name) => {
    const found = promotions.speaksOf(tenant, { of: 'attribute', name });
    return found && (set.includes(name) || found.isByAbsence) ? [{ name, promotions: found.promotions }] : [];
  });
  if (read.length === 0) return undefined;
  return {
    attributes: read.map(({ name }) => name).sort(),
    promotions: [...new Set(read.flatMap((one) => one.promotions))].sort(),
  };
}

/**
 * What joining with these attributes would do. Which values they have is not told: they are the person's. Nothing to ask about where no
 * promotion asks for them, and where the same was done before.
 */
export async function effectOfEnrolment(
  deps: MemberRouteDeps,
  program: string,
  { reference, tenant, input }: Arrival<Pick<MemberChange, 'attributes'>>,
): Foreseen {
  if (input.attributes === undefined || (reference && (await deps.machine.look.reference(reference))))
    return { ok: true };
  const asked = await attributesAsked(deps, tenant, {}, input);
  return { ok: true, effect: asked && { subject: `enrolment ${program}`, facts: { program, ...asked } } };
}

/**
 * What a change of a member would do to what he gets: a tier given by hand that is not below the one he has, and attributes that promotions
 * ask for, by hand. All else, a tier taken away or lowered, and what was done before, is nothing to ask about. Refuses a member who is not there and,
 * where no code has to be proved for it, what the change would.
 */
export async function effectOfChange(
  deps: MemberRouteDeps,
  principal: Principal,
  arrival: Arrival<MemberChange>,
): Foreseen {
  const { machine, members, tokens, clock, programs } = deps;
  const { reference, tenant, input } = arrival;
  const { tiers = [], attributes, attributesRemoved } = input;
  if (tiers.length === 0 && !attributes && !attributesRemoved?.length) return { ok: true };
  if (reference && (await machine.look.reference(reference))) return { ok: true };
  const found = await findMember(tokens, machine.look, tenant, input.member);
  if (!found.ok) return found;
  const known = await members.known(machine.look, { lane: found.lane, owner: found.owner });
  const now = clock.now();
  const isBelow = ({ program, tier }: TierGiven): boolean => {
    const has = known?.tiers[String(program)];
    const ranks = members.ranksOf(program, now);
    if (tier === null || ranks.length === 0) return tier === null || tier === has;
    return ranks.includes(tier) && has !== undefined && ranks.indexOf(tier) < ranks.indexOf(has);
  };
  const raised = tiers.filter((one) => !isBelow(one));
  // What a till or a web shop knows of its customer it may say; a tier is given by nobody but by hand.
  const isByHand = await deps.staff.approvals.isByHand(principal);
  const asked = isByHand ? await attributesAsked(deps, tenant, known?.attributes ?? {}, input) : undefined;
  if (raised.length === 0 && !asked) return { ok: true };
  if (input.phoneProof === undefined) {
    const told = await machine.rehearse(members.change, arrival);
    if (!told.ok) return told;
  }
  const changes = raised.map(({ program, tier, until }) => ({
    setting: `${programs.settings().program(program).code} tier`,
    before: known?.tiers[String(program)] ?? 'none',
    after: `${tier}${until === undefined ? '' : ` until ${isoFromInstant(until)}`}`,
  }));
  const facts = { member: input.member, ...(changes.length > 0 && { changes }), ...asked };
  return { ok: true, effect: { subject: input.member, facts } };
}
