import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { parsePhone } from '../../kernel/phone.ts';
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

/** What a member's app may ask, each under its own word that the device signs. The subject is the card, or the link to revoke. */
export type DeviceQuestion =
  | { readonly asks: 'cards'; readonly signed: Signed }
  | { readonly asks: 'view' | 'code'; readonly signed: Signed; readonly card: string }
  | {
      readonly asks: 'share';
      readonly signed: Signed;
      readonly card: string;
      readonly reference: string;
      readonly hours?: number | undefined;
    }
  | { readonly asks: 'revoke'; readonly signed: Signed; readonly link: string };

export type DeviceAnswer =
  | Ok<{ readonly is: 'cards'; readonly tenant: number; readonly holdings: readonly Holding[] }>
  | { readonly is: 'view'; readonly tenant: number; readonly outcome: ViewOutcome }
  | { readonly is: 'code'; readonly tenant: number; readonly outcome: ShowCodeOutcome }
  | { readonly is: 'share'; readonly tenant: number; readonly outcome: ShareOutcome }
  | { readonly is: 'revoke'; readonly tenant: number; readonly outcome: RevokeOutcome }
  | Refusal<'delivery.device.not_proved'>;

// References of devices are their own: odd negative numbers meet neither terminals nor partners.
const spaceOf = (device: Device): bigint => -1n - 2n * device.device;

/**
 * Does what a device asks that has signed for it, with the cards of its own phone only. A card of somebody else, or one that does
 * not exist, is refused like a device that is not known.
 */
export async function askAsDevice(deps: DeliveryDeps, question: DeviceQuestion): Promise<DeviceAnswer> {
  const subject = question.asks === 'cards' ? '' : question.asks === 'revoke' ? question.link : question.card;
  const proved = await proveDevice(deps, deps.database, question.asks, question.signed, subject);
  if (!proved.ok) return proved;
  const { device } = proved;
  const { tenant } = device;
  const holdings = await findHoldingsOfPhone(deps.database, tenant, keysOf(deps, device));
  if (question.asks === 'cards') return { ok: true, is: 'cards', tenant, holdings };
  const refused = refuse('delivery.device.not_proved');
  if (question.asks === 'revoke') {
    const id = idOf(deps.tokens, 'link', question.link);
    const link = id === undefined ? undefined : await findLink(deps.database, id);
    const holding = holdings.find((one) => one.holding === link?.holding);
    if (!link || !holding) return refused;
    return { is: 'revoke', tenant, outcome: await revokeLink(deps, tenant, link.link, holding.holding) };
  }
  const place = deps.tokens.decode('card', question.card);
  const holding = holdings.find((one) => one.lane === place?.lane && one.card === place.id && one.isSettled);
  if (!holding) return refused;
  switch (question.asks) {
    case 'view': {
      await noteSeen(deps, holding);
      return { is: 'view', tenant, outcome: await openView(deps, tenant, holding) };
    }
    case 'code':
      return { is: 'code', tenant, outcome: await showCode(deps, device, holding) };
    case 'share': {
      const { reference, hours } = question;
      return { is: 'share', tenant, outcome: await share(deps, holding, { space: spaceOf(device), reference, hours }) };
    }
  }
}

function keysOf(deps: DeliveryDeps, device: Device): Buffer[] {
  const phone = parsePhone(openPhone(deps.keys, device.tenant, device.phoneCipher));
  return phone.ok ? phoneKeys(deps.keys, phone.value) : [device.phoneKey];
}
