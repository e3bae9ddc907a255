import { parsePhone, type Phone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { referenceBytes } from '../../platform/lanes/index.ts';
import { phoneKeys } from '../members/index.ts';
import { findBehindMade, isMeantFor } from './card-links.ts';
import { claimWaiting } from './claim-waiting.ts';
import { findProvedMember } from './courier.ts';
import { isWaiting, type Platform } from './delivery.ts';
import type { DeliveryDeps, GiftCard } from './deps.ts';
import { readPublicKey } from './device.ts';
import { isMemberBlocked } from './read/block-of-member.ts';
import { readLinkSecret, type LinkSecret, type MadePlace } from './names.ts';
import { sealPhone } from './sealed-phone.ts';
import { settleGiven } from './settle-given.ts';
import { changeDelivery, findDelivery, lockDelivery, lockDeliveryOfCard } from './store/delivery.ts';
import { endOtherDevices } from './end-device.ts';
import { findDeviceByKey, insertDevice } from './store/device.ts';
import {
  endHolding,
  findHolding,
  findHoldingOfCard,
  findHoldingOfCardLink,
  findHoldingOfLink,
  insertHolding,
  type Holding,
} from './store/holding.ts';
import { endCardLink } from './store/batch-links.ts';
import { endOpenLink, findLink } from './store/link.ts';
import { findSetting } from './store/setting.ts';
import { endViews } from './store/view.ts';
import { voidPass } from './store/pass.ts';
import { tellGiven } from './tell-holders.ts';

type Unusable = Refusal<'delivery.link.unusable'>;
const unusable = (): Unusable => refuse('delivery.link.unusable');

/** What a link shows to whoever opens it: nothing by which the card could be used. */
export type LinkShown = {
  readonly tenant: number;
  readonly program: number;
  readonly brand: string;
  readonly masked: string;
  readonly balance: string;
  readonly unit: string;
  readonly colours: { readonly background: string; readonly foreground: string };
  readonly stores: { readonly ios?: string | undefined; readonly android?: string | undefined };
};

/**
 * What stands behind a link's secret. One answer for a link that never was, has ended, was claimed, revoked or withdrawn, and for
 * a card that is blocked, expired or empty.
 */
export async function showLink(
  deps: DeliveryDeps,
  secret: string,
): Promise<Ok<{ readonly shown: LinkShown }> | Unusable> {
  const found = await findBehind(deps, secret);
  const kept = found && (await findSetting(deps.database, found.tenant, found.program));
  if (!found || !kept) return unusable();
  if (found.delivery !== undefined) await noteOpened(deps, found.delivery);
  const { masked, balance, unit } = found.card;
  const { brand, colours, stores } = kept.setting;
  const { tenant, program } = found;
  return { ok: true, shown: { tenant, program, brand, masked, balance, unit, colours, stores } };
}

type Behind = {
  readonly tenant: number;
  readonly program: number;
  readonly card: GiftCard;
  readonly delivery: bigint | undefined;
  readonly link: bigint | undefined;
  readonly holding: Holding | undefined;
  /** The card's place in stock, where it is the link that it was made with. */
  readonly made?: MadePlace | undefined;
  /** Only this phone may claim it; undefined where anybody may. */
  readonly phoneKey: Buffer | undefined;
};

async function findBehind(deps: DeliveryDeps, secret: string): Promise<Behind | undefined> {
  const read = readLinkSecret(deps.tokens, secret);
  if (!read) return undefined;
  const found = await findPlace(deps, read);
  const card = found && (await deps.giftCards.show(found.tenant, found.place));
  if (!found || card?.state !== 'active' || /^0(\.0+)?$/.test(card.balance)) return undefined;
  const { place: _, ...behind } = found;
  return { ...behind, program: card.program, card };
}

type Found = Omit<Behind, 'card' | 'program'> & { readonly place: { readonly lane: number; readonly card: bigint } };

function findPlace(deps: DeliveryDeps, read: LinkSecret): Promise<Found | undefined> {
  if (read.is === 'waiting') return findWaiting(deps, read.delivery);
  return read.is === 'given' ? findGiven(deps, read.link) : findMade(deps, read);
}

async function findMade(deps: DeliveryDeps, { batch, serial }: MadePlace) {
  const made = { batch, serial };
  const found = await findBehindMade(deps, made);
  return found && { ...found, phoneKey: undefined, delivery: undefined, link: undefined, holding: undefined, made };
}

async function findWaiting({ database }: DeliveryDeps, id: bigint) {
  const delivery = await findDelivery(database, undefined, id);
  if (!delivery || !isWaiting(delivery.state)) return undefined;
  const { tenant, phoneKey, lane, card } = delivery;
  return { tenant, phoneKey, delivery: id, link: undefined, holding: undefined, place: { lane, card } };
}

async function findGiven({ database, clock }: DeliveryDeps, id: bigint) {
  const link = await findLink(database, id);
  if (!link || link.state !== 'open' || link.expiresAt <= clock.now()) return undefined;
  const holding = await findHolding(database, link.holding);
  if (!holding) return undefined;
  const { tenant, lane, card } = holding;
  return { tenant, phoneKey: undefined, delivery: undefined, link: id, holding, place: { lane, card } };
}

const noteOpened = ({ database, clock }: DeliveryDeps, id: bigint): Promise<void> =>
  database.transaction(async (tx) => {
    const delivery = await lockDelivery(tx, id);
    if (delivery?.state === 'sent' || delivery?.state === 'delivered')
      await changeDelivery(tx, delivery, { state: 'opened' }, { at: clock.now() });
  });

/**
 * Sends the code that claims. To whatever phone is named for a link that anybody may claim; for a card that waits for one phone,
 * only to that. The answer is the same in every case.
 */
export async function sendClaimCode(deps: DeliveryDeps, secret: string, phoneText: string): Promise<Ok<object>> {
  const found = await findBehind(deps, secret);
  const phone = found && readPhone(deps, found.tenant, phoneText);
  if (found && phone && isForPhone(deps, found, phone))
    await deps.phoneCodes.sendPhoneCode(found.tenant, phone, 'claim');
  return { ok: true };
}

const readPhone = (deps: DeliveryDeps, tenant: number, text: string): Phone | undefined => {
  const parsed = parsePhone(text, deps.programs.settings().tenant(tenant).defaultCountry);
  return parsed.ok ? parsed.value : undefined;
};

const isForPhone = ({ keys }: DeliveryDeps, { phoneKey }: Behind, phone: Phone): boolean =>
  phoneKey === undefined || phoneKeys(keys, phone).some((key) => key.equals(phoneKey));

export type ClaimInput = {
  readonly secret: string;
  readonly phone: string;
  readonly code: string;
  /** The app that claims: from then on it signs what it asks for. */
  readonly device?: { readonly publicKey: string; readonly platform: Platform } | undefined;
};

export type ClaimOutcome =
  | Ok<{ readonly tenant: number; readonly device: bigint | undefined; readonly cards: number }>
  | Unusable
  | Refusal<'delivery.device.key_malformed'>;

/**
 * Claims the card behind a link for a phone that is proved by its code. Of two who claim at once exactly one wins; whoever loses is
 * told what he would be told of a link that never was. With it come all other cards that wait for the phone. Refuses a device key
 * that is none.
 */
export async function claimByLink(deps: DeliveryDeps, input: ClaimInput): Promise<ClaimOutcome> {
  const key = input.device && readPublicKey(input.device.publicKey);
  if (key && !key.ok) return key;
  const found = await findBehind(deps, input.secret);
  if (!found) return repeatClaim(deps, input);
  const phone = readPhone(deps, found.tenant, input.phone);
  if (!phone || !isForPhone(deps, found, phone)) return unusable();
  const { tenant } = found;
  const usedBy = useOf(input);
  const checked = await deps.phoneCodes.checkPhoneCode(tenant, phone, 'claim', input.code, usedBy);
  if (!checked.ok) return unusable();
  const member = await findProvedMember(deps, tenant, phone);
  // A blocked member is told what everybody is told: nothing.
  if (member && (await isMemberBlocked(deps.database, member))) return unusable();
  if (found.made && !(await isMeantFor(deps, tenant, found.made, member))) return unusable();
  const sealed = sealPhone(deps.keys, tenant, phone);
  const at = deps.clock.now();

  const done = await deps.database.transaction(async (tx) => {
    let cards = 0;
    let given: Holding | undefined;
    if (found.link !== undefined && found.holding) {
      // Who holds it claims nothing from himself.
      if (phoneKeys(deps.keys, phone).some((one) => one.equals(found.holding!.phoneKey))) return undefined;
      const won = await endOpenLink(tx, found.link, 'claimed', at);
      // The holder's own end (a void, a withdrawal) may have come between.
      if (!won || !(await endHolding(tx, found.holding.holding, at))) return undefined;
      await endViews(tx, found.holding);
      await voidPass(tx, found.holding, at);
      const { lane, card, owner, program } = found.holding;
      given = await insertHolding(tx, {
        ...{ lane, card, owner, program, tenant, member, link: found.link, delivery: undefined },
        ...{ phoneKey: sealed.phoneKey, phoneCipher: sealed.phoneCipher, isSettled: false, heldFrom: at },
      });
      await tellGiven(deps, tx, { giver: found.holding, holder: given, link: found.link });
      cards = 1;
    }
    if (found.made) {
      const { lane, card, owner, program } = found.card;
      // A till sends it to a phone already, or another has it: what is said to one person is not given to a second.
      if (await lockDeliveryOfCard(tx, { lane, card })) return undefined;
      if (!(await endCardLink(tx, found.made, 'claimed', at))) return undefined;
      given = await insertHolding(tx, {
        ...{ lane, card, owner, program, tenant, member, link: undefined, delivery: undefined, made: found.made },
        ...{ phoneKey: sealed.phoneKey, phoneCipher: sealed.phoneCipher, isSettled: false, heldFrom: at },
      });
      if (!given) return undefined;
      await endViews(tx, { lane, card });
      await voidPass(tx, { lane, card }, at);
      cards = 1;
    }
    cards += await claimWaiting(tx, { tenant, phoneKeys: phoneKeys(deps.keys, phone), member }, at);
    if (cards === 0) return undefined;
    const device =
      key && input.device
        ? await insertDevice(tx, { tenant, ...sealed, publicKey: key.spki, platform: input.device.platform }, at)
        : undefined;
    if (device !== undefined)
      await endOtherDevices(deps, tx, { tenant, phoneKeys: phoneKeys(deps.keys, phone), but: device }, at);
    return { cards, device, given };
  });
  if (!done) return repeatClaim(deps, input);
  // At once where it can be; the job goes on with it where it cannot.
  if (done.given) await settleGiven(deps, done.given);
  return { ok: true, tenant, device: done.device, cards: done.cards };
}

// A code is used for the claim of one link: the repeat of that may show it again, and nothing else may.
const useOf = ({ secret }: ClaimInput): Buffer => referenceBytes(`claim/${secret}`);

/** Answers who has claimed already as he was answered then: the same phone with the same code. Everybody else is told nothing. */
async function repeatClaim(deps: DeliveryDeps, input: ClaimInput): Promise<ClaimOutcome> {
  const read = readLinkSecret(deps.tokens, input.secret);
  if (!read) return unusable();
  const claimed = await findClaimed(deps, read);
  if (!claimed || ('state' in claimed && claimed.state !== 'claimed')) return unusable();
  const { tenant, phoneKey } = claimed;
  const phone = readPhone(deps, tenant, input.phone);
  const keys = phone ? phoneKeys(deps.keys, phone) : [];
  if (!phone || !keys.some((key) => key.equals(phoneKey))) return unusable();
  const checked = await deps.phoneCodes.checkPhoneCode(tenant, phone, 'claim', input.code, useOf(input));
  if (!checked.ok) return unusable();
  const publicKey = input.device && Buffer.from(input.device.publicKey, 'base64url');
  const device = publicKey && (await findDeviceByKey(deps.database, { tenant, phoneKeys: keys, publicKey }));
  return { ok: true, tenant, device, cards: 1 };
}

function findClaimed({ database }: DeliveryDeps, read: LinkSecret) {
  if (read.is === 'waiting') return findDelivery(database, undefined, read.delivery);
  return read.is === 'given'
    ? findHoldingOfLink(database, read.link)
    : findHoldingOfCardLink(database, read.batch, read.serial);
}

/** Says no to a card that was offered: the link ends, and the card stays where it is. */
export async function declineLink(deps: DeliveryDeps, secret: string): Promise<Ok<object> | Unusable> {
  const read = readLinkSecret(deps.tokens, secret);
  if (read?.is === 'made') {
    const made = { batch: read.batch, serial: read.serial };
    const isThere = (await findBehindMade(deps, made)) !== undefined;
    return isThere && (await endCardLink(deps.database, made, 'declined', deps.clock.now()))
      ? { ok: true }
      : unusable();
  }
  if (read?.is !== 'given') return unusable();
  return (await endOpenLink(deps.database, read.link, 'declined', deps.clock.now())) ? { ok: true } : unusable();
}

/** The holding of a card, for who speaks for its tenant. */
export const holdingOf = async (
  { database }: DeliveryDeps,
  tenant: number,
  place: { readonly lane: number; readonly card: bigint },
): Promise<Holding | undefined> => {
  const holding = await findHoldingOfCard(database, place);
  return holding?.tenant === tenant ? holding : undefined;
};
