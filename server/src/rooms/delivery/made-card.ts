import { parsePhone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { referenceBytes } from '../../platform/lanes/index.ts';
import { phoneKeys } from '../members/index.ts';
import { delivererOf, openBatchLinks } from './card-links.ts';
import type { ClaimInput, ClaimOutcome } from './claim-link.ts';
import { findProvedMember } from './courier.ts';
import type { DeliveryDeps } from './deps.ts';
import { readPublicKey } from './device.ts';
import type { MadeCard } from './member-card-slot.ts';
import { passSecretOf, readLinkSecret, readPassSecret, type MadePlace } from './names.ts';
import { registerDevice } from './register-device.ts';
import { endCardLink, findBatchLinks, findCardLinkEnd } from './store/batch-links.ts';
import { findDeviceByKey } from './store/device.ts';
import type { KeptSetting } from './store/setting.ts';

type Unusable = Refusal<'delivery.link.unusable'>;
const unusable = (): Unusable => refuse('delivery.link.unusable');

/** A member card behind the link that it was made with, and how its program delivers. */
export type BehindCardLink = {
  readonly card: MadeCard;
  readonly program: number;
  readonly kept: KeptSetting;
  /** Under which name its passes are fetched. */
  readonly passSecret: string;
};

/** The place of a member card by a link's secret; undefined for a gift card's, and for what is no link. */
export async function memberPlaceOf(
  deps: DeliveryDeps,
  secret: string,
): Promise<(MadePlace & { readonly tenant: number }) | undefined> {
  const read = readLinkSecret(deps.tokens, secret);
  return read?.is === 'made' ? placedAt(deps, read) : undefined;
}

/** As `memberPlaceOf`, by the secret of a pass's address. */
export async function memberPlaceOfPass(deps: DeliveryDeps, secret: string) {
  const read = readPassSecret(deps.tokens, secret);
  return read && placedAt(deps, read);
}

async function placedAt({ database, memberCards }: DeliveryDeps, { batch, serial }: MadePlace) {
  const tenant = (await findBatchLinks(database, batch))?.tenant;
  const kind = tenant === undefined ? undefined : await memberCards.kindOf(tenant, batch);
  return kind && { batch, serial, tenant: tenant! };
}

/**
 * What a link shows, while nobody has the card as his own. Undefined, whatever the reason: a link that is over or was never opened, a card
 * that somebody has, that is blocked, destroyed or expired, a batch that is not released.
 */
export async function findBehindCardLink(
  deps: DeliveryDeps,
  { tenant, ...made }: MadePlace & { readonly tenant: number },
): Promise<BehindCardLink | undefined> {
  if (!(await openBatchLinks(deps, made.batch)) || (await findCardLinkEnd(deps.database, made))) return undefined;
  const card = await deps.memberCards.find(tenant, made);
  return card?.isNobodys === true ? behindOf(deps, card) : undefined;
}

async function behindOf(deps: DeliveryDeps, card: MadeCard): Promise<BehindCardLink | undefined> {
  const kind = await deps.memberCards.kindOf(card.tenant, card.batch);
  const deliverer = kind && (await delivererOf(deps, card.tenant, kind.program));
  return deliverer && { card, ...deliverer, passSecret: passSecretOf(deps.tokens, card) };
}

const phoneOf = (deps: DeliveryDeps, tenant: number, text: string) => {
  const parsed = parsePhone(text, deps.programs.settings().tenant(tenant).defaultCountry);
  return parsed.ok ? parsed.value : undefined;
};

/** Sends the code that takes a card. The answer is the same whether one was sent or not. */
export async function sendCardCode(
  deps: DeliveryDeps,
  place: MadePlace & { readonly tenant: number },
  phoneText: string,
): Promise<Ok<object>> {
  const found = await findBehindCardLink(deps, place);
  const phone = found && phoneOf(deps, place.tenant, phoneText);
  const isMeant = found?.card.phone === undefined || found.card.phone === phone;
  if (phone && isMeant) await deps.phoneCodes.sendPhoneCode(place.tenant, phone, 'claim');
  return { ok: true };
}

/**
 * Takes a card for the member who proves his phone by its code; who is none yet becomes one. Of many at once one wins: the taking is one
 * operation under the link's own name, and the others are told what they would be told of a link that never was. Who has won is
 * answered again as the first time. A revocation that comes between the look and the taking comes too late.
 */
export async function claimCard(
  deps: DeliveryDeps,
  place: MadePlace & { readonly tenant: number },
  input: ClaimInput,
): Promise<ClaimOutcome> {
  const key = input.device && readPublicKey(input.device.publicKey);
  if (key && !key.ok) return key;
  const { tenant, ...made } = place;
  const isRepeat = (await findCardLinkEnd(deps.database, made)) === 'claimed';
  const card = isRepeat ? await deps.memberCards.find(tenant, made) : undefined;
  const found = isRepeat ? card && (await behindOf(deps, card)) : await findBehindCardLink(deps, place);
  const phone = phoneOf(deps, tenant, input.phone);
  if (!found || !phone) return unusable();
  // A code is used for one link: the repeat of that may show it again, and nothing else may.
  const usedBy = referenceBytes(`claim/${input.secret}`);
  const checked = await deps.phoneCodes.checkPhoneCode(tenant, phone, 'claim', input.code, usedBy);
  if (!checked.ok) return unusable();
  const taken = await deps.memberCards.take(found.card, found.program, phone);
  if (!taken.ok) return unusable();
  await endCardLink(deps.database, made, 'claimed', deps.clock.now());
  const device = await appOf(deps, tenant, phone, input);
  return device && !device.ok ? device : { ok: true, tenant, device: device?.device, cards: 1 };
}

/** The app that asked, which signs from now on. */
async function appOf(
  deps: DeliveryDeps,
  tenant: number,
  phone: NonNullable<ReturnType<typeof phoneOf>>,
  { device }: ClaimInput,
) {
  if (!device) return undefined;
  const keys = phoneKeys(deps.keys, phone);
  const known = { tenant, phoneKeys: keys, publicKey: Buffer.from(device.publicKey, 'base64url') };
  const before = await findDeviceByKey(deps.database, known);
  if (before !== undefined) return { ok: true as const, device: before };
  const member = await findProvedMember(deps, tenant, phone);
  return registerDevice(deps, { tenant, phone, member, ...device });
}

/** Says no to a card: its link ends. */
export async function declineCard(
  deps: DeliveryDeps,
  place: MadePlace & { readonly tenant: number },
): Promise<Ok<object> | Unusable> {
  const isThere = (await findBehindCardLink(deps, place)) !== undefined;
  return isThere && (await endCardLink(deps.database, place, 'declined', deps.clock.now())) ? { ok: true } : unusable();
}
