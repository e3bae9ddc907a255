import { normaliseCardNumber } from '../../kernel/card-number.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import { keyedDigests, type Keys } from '../../platform/keys.ts';
import { type Held, type LookUp, survivorOf } from '../../platform/lanes/index.ts';
import { findByExternalId, findByPhone, holderOf } from '../members/index.ts';

/** The directory's kind of name for a card number. */
export const CARD_NAME = 'card';

/** How a buyer shows who he is: exactly one of these. */
export type Identity = {
  readonly phone?: string | undefined;
  readonly card?: string | undefined;
  readonly member?: string | undefined;
  readonly externalId?: string | undefined;
};

/** The member that an identity means, as resolve saw it; `card` when one was shown, `phoneOnly` when nothing stronger was. */
export type Identified = Held & {
  readonly tenant: number;
  readonly card: bigint | undefined;
  readonly by: 'phone' | 'card' | 'member' | 'external_id';
  readonly isVerified: boolean;
};

export type IdentifyDeps = { readonly keys: Keys; readonly tokens: Tokens };

/** The keys under which the directory may have a card number, newest first. */
export const cardKeys = (keys: Keys, number: string): Buffer[] => keyedDigests(keys, number, 'card');

/**
 * Finds the member that an identity means. Refuses an identity that cannot be read (malformed), that several hold
 * (ambiguous), or that nobody has (unknown); a member of another tenant, or one who is no more, is unknown.
 */
export async function identify(
  { keys, tokens }: IdentifyDeps,
  look: LookUp,
  tenant: { readonly tenant: number; readonly defaultCountry: string },
  identity: Identity,
): Promise<({ ok: true } & Identified) | Refusal> {
  if (identity.card !== undefined) {
    const number = normaliseCardNumber(identity.card);
    if (!number.ok) return number;
    for (const key of cardKeys(keys, number.value)) {
      const name = { tenant: tenant.tenant, kind: CARD_NAME, key };
      const found = look.hint(name) ?? (await look.name(name));
      // A gift card stands for value and not for a person.
      if (found && found.state === 'active' && found.kind !== 'gift_card')
        return identified(tenant.tenant, found, 'card', found.subject);
    }
    return refuse('cards.card.unknown');
  }
  if (identity.phone !== undefined) {
    const found = await findByPhone(keys, look, tenant.tenant, identity.phone, tenant.defaultCountry);
    if (!found.ok) return found;
    const holder = holderOf(found.holders);
    if (holder && 'ok' in holder) return holder;
    if (!holder || holder.state !== 'active') return refuse('members.phone.unknown');
    return { ...identified(tenant.tenant, holder, 'phone'), isVerified: holder.isVerified };
  }
  if (identity.externalId !== undefined) {
    const found = await findByExternalId(keys, look, tenant.tenant, identity.externalId);
    return found && found.state === 'active'
      ? identified(tenant.tenant, found, 'external_id')
      : refuse('members.member.unknown');
  }
  const place = identity.member === undefined ? undefined : tokens.decode('mem', identity.member);
  const owner = place && (await survivorOf(look, { lane: place.lane, owner: place.id }));
  if (!owner || owner.tenant !== tenant.tenant || owner.kind !== 'member' || owner.state !== 'active')
    return refuse('members.member.unknown');
  return identified(tenant.tenant, owner, 'member');
}

const identified = (
  tenant: number,
  found: { lane: number; owner: bigint; revision: number },
  by: Identified['by'],
  card?: bigint,
): { ok: true } & Identified => ({
  ok: true,
  tenant,
  lane: found.lane,
  owner: found.owner,
  revision: found.revision,
  card,
  by,
  isVerified: true,
});
