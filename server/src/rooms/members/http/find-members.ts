import type { z } from 'zod';
import { memberPageSchema, memberSearchSchema } from '../../../../../contract/members.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { NameFound, OwnerKey } from '../../../platform/lanes/index.ts';
import { findByExternalId, findByPhone } from '../identity.ts';
import { findMembersByName } from '../read/members-by-name.ts';
import { memberBodies } from './member-body.ts';
import { roomEndpoint, type MemberRouteDeps } from './room-endpoint.ts';

type Query = z.output<typeof memberSearchSchema>;
type Found = Ok<{ readonly owners: readonly OwnerKey[]; readonly next?: string }> | Refusal;

/** `POST /v1/members/find`: phones, cards and names stand in no address, since addresses are logged on the way. */
export const findMembers = (deps: MemberRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/members/find',
    repeats: 'reads',
    summary: 'Find members by phone, card, external id or family name',
    description: 'A phone that several people gave shows them all. A name that nobody has gives an empty page.',
    scope: 'members:read',
    tags: ['members'],
    body: memberSearchSchema,
    answers: { 200: memberPageSchema },
    refusals: ['kernel.phone.malformed', 'kernel.card_number.malformed', 'http.cursor.malformed'] as readonly string[],
    handler: async ({ principal, body }) => {
      const found = await findOwners(deps, principal.tenant, body);
      if (!found.ok) return found;
      const items = await memberBodies(deps, principal.tenant, found.owners);
      return { status: 200 as const, body: { items, ...(found.next !== undefined && { next: found.next }) } };
    },
  });

async function findOwners(deps: MemberRouteDeps, tenant: number, query: Query): Promise<Found> {
  const { look } = deps.machine;
  if (query.phone !== undefined) {
    const found = await findByPhone(
      deps.keys,
      look,
      tenant,
      query.phone,
      deps.programs.settings().tenant(tenant).defaultCountry,
    );
    return found.ok ? { ok: true, owners: found.holders.filter(isMember) } : found;
  }
  if (query.card !== undefined) {
    const card = await deps.members.cardSlot.find(look, tenant, query.card);
    return card.ok ? { ok: true, owners: asList(card.found) } : card;
  }
  if (query.externalId !== undefined)
    return { ok: true, owners: asList(await findByExternalId(deps.keys, look, tenant, query.externalId)) };
  return findNamed(deps, tenant, { ...query, familyName: query.familyName! });
}

async function findNamed(deps: MemberRouteDeps, tenant: number, query: Query & { familyName: string }): Promise<Found> {
  let after = 0n;
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, ['string']);
    if (!cursor.ok) return cursor;
    if (!/^\d{1,18}$/.test(cursor.key[0])) return refuse('http.cursor.malformed');
    after = BigInt(cursor.key[0]);
  }
  const rows = await findMembersByName(deps.database, tenant, query, after, query.limit);
  const owners = rows.slice(0, query.limit);
  const last = owners.at(-1);
  return { ok: true, owners, ...(rows.length > query.limit && last && { next: encodeCursor([String(last.owner)]) }) };
}

const isMember = (found: Pick<NameFound, 'state' | 'kind'>): boolean =>
  found.state === 'active' && found.kind === 'member';
const asList = (found: NameFound | undefined): OwnerKey[] => (found && isMember(found) ? [found] : []);
