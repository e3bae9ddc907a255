import { keyedDigests, type Keys } from '../../platform/keys.ts';
import { parsePhone, type Phone } from '../../kernel/phone.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { HolderFound, LookUp, NameFound } from '../../platform/lanes/index.ts';

/** The directory's kind of name for a member's id in another system. */
export const EXTERNAL_ID = 'external';

/** The keys under which the directory may have a phone: one for each digest key that is still read, newest first. */
export const phoneKeys = (keys: Keys, phone: Phone): Buffer[] => keyedDigests(keys, phone, 'phone');
export const phoneKey = (keys: Keys, phone: Phone): Buffer => phoneKeys(keys, phone)[0];
/** An external id is no secret, but it may be a person's number elsewhere: kept as a digest too. */
export const externalIdKeys = (keys: Keys, id: string): Buffer[] => keyedDigests(keys, id, 'external-id');

/** Who holds a phone now. Refuses a phone that is none; an empty list means: nobody. */
export async function findByPhone(
  keys: Keys,
  look: LookUp,
  tenant: number,
  text: string,
  defaultCountry: string,
): Promise<{ ok: true; phone: Phone; holders: readonly HolderFound[] } | Refusal> {
  const parsed = parsePhone(text, defaultCountry);
  if (!parsed.ok) return parsed;
  for (const key of phoneKeys(keys, parsed.value)) {
    const holders = await look.phone({ tenant, key });
    if (holders.length > 0) return { ok: true, phone: parsed.value, holders };
  }
  return { ok: true, phone: parsed.value, holders: [] };
}

/**
 * The one member that a phone means: its verified holder, else its only holder. Refuses when several hold it unverified: then
 * a second fact is needed, and spending waits for it.
 */
export function holderOf(holders: readonly HolderFound[]): HolderFound | undefined | Refusal {
  const verified = holders.find((holder) => holder.isVerified);
  if (verified) return verified;
  if (holders.length > 1) return refuse('members.phone.ambiguous');
  return holders[0];
}

/** The member that an external id means. */
export async function findByExternalId(
  keys: Keys,
  look: LookUp,
  tenant: number,
  id: string,
): Promise<NameFound | undefined> {
  for (const key of externalIdKeys(keys, id)) {
    const found = await look.name({ tenant, kind: EXTERNAL_ID, key });
    if (found) return found;
  }
  return undefined;
}
