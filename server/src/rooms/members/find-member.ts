import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import { type Held, type LookUp, survivorOf } from '../../platform/lanes/index.ts';

/**
 * The member that an id of this API names; of somebody who was merged, the one who goes on for him. One of another tenant, or erased, is
 * unknown like one that never was.
 */
export async function findMember(
  tokens: Tokens,
  look: LookUp,
  tenant: number,
  id: string,
): Promise<({ readonly ok: true } & Held) | Refusal<'members.member.unknown'>> {
  const place = tokens.decode('mem', id);
  const owner = place && (await survivorOf(look, { lane: place.lane, owner: place.id }));
  if (!owner || owner.tenant !== tenant || owner.kind !== 'member' || owner.state !== 'active')
    return refuse('members.member.unknown');
  return { ok: true, lane: owner.lane, owner: owner.owner, revision: owner.revision };
}
