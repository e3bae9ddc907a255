import { parsePhone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { phoneKeys } from '../members/index.ts';
import type { DeliveryDeps } from './deps.ts';
import { proveDevice, type Signed } from './device.ts';
import { idOf } from './names.ts';
import { openPhone } from './sealed-phone.ts';
import { revokeLink, share, type RevokeOutcome, type ShareOutcome } from './share.ts';
import type { Device } from './store/device.ts';
import { findHoldingsOfPhone, type Holding } from './store/holding.ts';
import { findLink } from './store/link.ts';
import { showCode, type ShowCodeOutcome } from './use-code.ts';
import { noteSeen, openView, type ViewOutcome } from './view-card.ts';

type NotProved = Refusal<'delivery.device.not_proved'>;
const notProved = (): NotProved => refuse('delivery.device.not_proved');

/** What a member's app may ask about a card. The word and the card's name are what it signs. */
export type CardQuestion = { readonly signed: Signed; readonly card: string };

/** The cards of a phone, for its app (word `cards`). */
export async function cardsOfDevice(
  deps: DeliveryDeps,
  signed: Signed,
): Promise<Ok<{ readonly holdings: readonly Holding[] }> | NotProved> {
  const proved = await proveDevice(deps, deps.database, 'cards', signed, '');
  return proved.ok ? { ok: true, holdings: await holdingsOf(deps, proved.device) } : proved;
}

/** A look at a card of the phone (word `view`). The first one says that the delivery has arrived. */
export async function viewAsDevice(deps: DeliveryDeps, question: CardQuestion): Promise<ViewOutcome | NotProved> {
  const found = await findHeld(deps, 'view', question);
  if (!found.ok) return found;
  await noteSeen(deps, found.holding);
  return openView(deps, found.device.tenant, found.holding);
}

/** A code of a minute for a card of the phone (word `code`). */
export async function codeAsDevice(deps: DeliveryDeps, question: CardQuestion): Promise<ShowCodeOutcome | NotProved> {
  const found = await findHeld(deps, 'code', question);
  return found.ok ? showCode(deps, found.device, found.holding) : found;
}

/** Offers a card of the phone to whoever claims it (word `share`). */
export async function shareAsDevice(
  deps: DeliveryDeps,
  question: CardQuestion & { readonly reference: string; readonly hours?: number | undefined },
): Promise<ShareOutcome | NotProved> {
  const found = await findHeld(deps, 'share', question);
  if (!found.ok) return found;
  const { reference, hours } = question;
  return share(deps, found.holding, { space: spaceOf(found.device), reference, hours });
}

/** Takes an offer of the phone's own back (word `revoke`). */
export async function revokeAsDevice(
  deps: DeliveryDeps,
  { signed, link: name }: { readonly signed: Signed; readonly link: string },
): Promise<RevokeOutcome | NotProved> {
  const proved = await proveDevice(deps, deps.database, 'revoke', signed, name);
  if (!proved.ok) return proved;
  const id = idOf(deps.tokens, 'link', name);
  const link = id === undefined ? undefined : await findLink(deps.database, id);
  const own = (await holdingsOf(deps, proved.device)).find((one) => one.holding === link?.holding);
  return link && own ? revokeLink(deps, proved.device.tenant, link.link, own.holding) : notProved();
}

// References of devices are their own: negative numbers meet neither terminals nor partners.
const spaceOf = (device: Device): bigint => -1n - device.device;

/** A card of somebody else, or one that does not exist, is refused like a device that is not known. */
async function findHeld(
  deps: DeliveryDeps,
  word: 'view' | 'code' | 'share',
  { signed, card }: CardQuestion,
): Promise<Ok<{ readonly device: Device; readonly holding: Holding }> | NotProved> {
  const proved = await proveDevice(deps, deps.database, word, signed, card);
  if (!proved.ok) return proved;
  const { device } = proved;
  const place = deps.tokens.decode('card', card);
  const holding = (await holdingsOf(deps, device)).find(
    (one) => one.lane === place?.lane && one.card === place.id && one.isSettled,
  );
  return holding ? { ok: true, device, holding } : notProved();
}

function holdingsOf(deps: DeliveryDeps, device: Device): Promise<Holding[]> {
  const phone = parsePhone(openPhone(deps.keys, device.tenant, device.phoneCipher));
  const phones = phone.ok ? phoneKeys(deps.keys, phone.value) : [device.phoneKey];
  return findHoldingsOfPhone(deps.database, device.tenant, phones);
}
