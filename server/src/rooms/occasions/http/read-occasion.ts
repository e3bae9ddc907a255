import type { z } from 'zod';
import type { newOccasionSchema } from '../../../../../contract/occasions.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { FAMILY, type Arrival } from '../../../platform/lanes/index.ts';
import { memberArrival, nameOperation, refuseAttributes } from '../../members/index.ts';
import { refuseClosed, type Program } from '../../programs/index.ts';
import { isOwnOccasion, type AttributeValue } from '../../promotions/index.ts';
import type { Outlet, Principal } from '../../partners/index.ts';
import type { OccasionTold } from '../tell-occasion.ts';
import type { OccasionRouteDeps } from './room-endpoint.ts';

type Body = z.output<typeof newOccasionSchema>;

/** What an occasion as it is told may be refused for before it comes to a lane. */
export const TOLD_REFUSALS = [
  'http.input.invalid',
  'operation.reference_missing',
  'operation.reference_differs',
  'programs.program.not_found',
  'programs.program.closed',
  'occasions.occasion.own',
  'members.attributes.unfit',
  'partners.outlet.not_found',
  'partners.outlet.closed',
  'partners.partner.suspended',
] as const;

/**
 * Reads an occasion. Refuses a message without name or with two that differ, a program that is not there or is closed, an occasion that the
 * program sees by itself, attributes that would not come back as they were told, and an outlet that the sender does not speak for.
 */
export function readOccasion(
  deps: OccasionRouteDeps,
  { principal, clientReference }: { readonly principal: Principal; readonly clientReference: string | undefined },
  body: Body,
): Ok<{ arrival: Arrival<OccasionTold & { readonly tenant: number }> }> | Refusal<(typeof TOLD_REFUSALS)[number]> {
  const { reference, program: code, member: identity, name, attributes = {}, occurredAt, channel } = body;
  const named = nameOperation(principal, FAMILY.occasion, reference, clientReference);
  if (!named.ok) return named;
  const { tenant } = principal;
  const program = deps.programs.settings().programByCode(tenant, code);
  if (!program || (principal.program ?? program.program) !== program.program)
    return refuse('programs.program.not_found', { program: code });
  const closed = refuseClosed(program);
  if (closed) return closed;
  if (isOwnOccasion(name)) return refuse('occasions.occasion.own', { name });
  const unfit = refuseAttributes(attributes as Record<string, AttributeValue>);
  if (unfit) return unfit;
  const at = occurredAt === undefined ? undefined : instantFromIso(occurredAt);
  // The form alone lets 31 February through.
  if (occurredAt !== undefined && at === undefined) return refuse('http.input.invalid');
  const site = siteOf(deps, principal, program, body.outlet);
  if (!site.ok) return site;
  const { ok: _, ...where } = site;
  const input = {
    ...{ tenant, program, identity, channel, occurredAt: at, receivedAt: deps.clock.now() },
    occasion: { name, attributes: attributes as Record<string, AttributeValue> },
    ...where,
    credential: principal.credential,
    raw: undefined,
  };
  const content = { is: 'occasion', ...body, reference: undefined };
  return { ok: true, arrival: memberArrival(deps.keys, named.name, content, input) };
}

type Where = Pick<OccasionTold, 'outlet' | 'partner'>;

/** Where it happened: an outlet that is named, or whose till it is; else, of a partner's credential, at that partner. */
function siteOf(
  { partners }: Pick<OccasionRouteDeps, 'partners'>,
  principal: Principal,
  program: Program,
  code: string | undefined,
): Ok<Where> | Refusal<'partners.outlet.not_found' | 'partners.outlet.closed' | 'partners.partner.suspended'> {
  const settings = partners.settings();
  const own = principal.terminal === undefined ? principal.outlet : settings.terminal(principal.terminal).outlet;
  const outlet: Outlet | undefined =
    code !== undefined
      ? settings.outletByCode(principal.tenant, code)
      : own === undefined
        ? undefined
        : settings.outlet(own);
  if (
    outlet === undefined
      ? code !== undefined
      : outlet.program !== program.program || !partners.mayActFor(principal, outlet)
  )
    return refuse('partners.outlet.not_found', { outlet: code ?? '' });
  const partnerId = outlet?.partner ?? principal.partner;
  const partner = partnerId === undefined ? undefined : settings.partner(partnerId);
  if (partner?.state === 'suspended') return refuse('partners.partner.suspended', { partner: partner.code });
  if (outlet?.state === 'closed') return refuse('partners.outlet.closed', { outlet: outlet.code });
  return { ok: true, outlet, partner };
}
