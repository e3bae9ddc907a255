import type { Phone } from '../../kernel/phone.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Message, MessageState } from '../notifications/index.ts';
import { acceptDelivery, type AcceptOutcome, type DeliveryInput } from './accept.ts';
import { latestApplePass, makeApplePass } from './apple-pass.ts';
import { claimByLink, declineLink, holdingOf, sendClaimCode, type ClaimInput } from './claim-link.ts';
import { sendNext, type MessageFate } from './courier.ts';
import type { DeliveryDeps } from './deps.ts';
import { makeGoogleLink } from './google-pass.ts';
import { hearFate } from './hear-fate.ts';
import { findDeliveryShown, listDeliveries, type ListQuestion, type Seen } from './read/deliveries.ts';
import { knownAt } from './known-device.ts';
import { resend } from './resend.ts';
import { setSetting, showSetting } from './set-setting.ts';
import type { BarcodeFormat } from './barcode.ts';
import type { DeliverySecrets, DeliverySetting, Symbology } from './setting.ts';
import { revokeLink, share, type ShareInput } from './share.ts';
import { tellBalance, type BalanceQuestion } from './tell-balance.ts';
import { useShownCode, type CodeToUse } from './use-code.ts';
import { drawView, openView } from './view-card.ts';
import { withdrawAsked } from './withdraw.ts';
import { endRegisteredDevice, holdsGiftCards, registerDevice, type DeviceToRegister } from './register-device.ts';
import { claimCard, declineCard, memberPlaceOf, sendCardCode } from './made-card.ts';
import { applePassOfMade, googleLinkOfMade } from './made-pass.ts';
import { openLink } from './open-link.ts';
import { distributionBy } from './distribution.ts';
import type { Holding } from './store/holding.ts';
import {
  cardsOfDevice,
  codeAsDevice,
  revokeAsDevice,
  shareAsDevice,
  viewAsDevice,
  type CardQuestion,
} from './ask-as-device.ts';
import type { Signed } from './device.ts';
import { changedSerials, registerPhone, unregisterPhone, type NamedPass } from './wallet/registration.ts';

/** The room's verbs. */
export type DeliveryRoom = ReturnType<typeof createDelivery>;

/** Who asks here always speaks by a credential. */
type ByCredential = Actor & { readonly credential: bigint };

/** What the end of a message means to its delivery. */
const FATES: Partial<Record<MessageState, MessageFate>> = {
  delivered: 'delivered',
  failed: 'failed',
  suppressed: 'suppressed',
  expired: 'failed',
};

/** Makes the room. */
export const createDelivery = (deps: DeliveryDeps) => ({
  deps,
  accept: (input: DeliveryInput): Promise<AcceptOutcome> => acceptDelivery(deps, input),
  find: (tenant: number, delivery: bigint, seen?: Seen) => findDeliveryShown(deps.database, tenant, delivery, seen),
  list: (tenant: number, question: ListQuestion) => listDeliveries(deps.database, deps.keys, tenant, question),
  resend: (tenant: number, delivery: bigint, by: ByCredential) => resend(deps, tenant, delivery, by),
  withdraw: (tenant: number, delivery: bigint, by: ByCredential) => withdrawAsked(deps, tenant, delivery, by),
  setSetting: (tenant: number, program: string, setting: DeliverySetting, secrets: DeliverySecrets, by?: Actor) =>
    setSetting(deps, tenant, program, setting, secrets, by),
  showSetting: (tenant: number, program: string) => showSetting(deps, tenant, program),
  holdingOf: (tenant: number, place: { readonly lane: number; readonly card: bigint }) =>
    holdingOf(deps, tenant, place),
  share: (holding: Holding, input: ShareInput, by?: Actor) => share(deps, holding, input, by),
  revokeLink: (tenant: number, link: bigint, by?: Actor) => revokeLink(deps, tenant, link, undefined, by),
  /** For the slot of the making of cards. */
  distribution: distributionBy(deps),
  /** Passes by the addresses that were handed out with a card. */
  applePassOfMade: (secret: string) => applePassOfMade(deps, secret),
  googleLinkOfMade: (secret: string) => googleLinkOfMade(deps, secret),
  /** What stands behind a link: a gift card, or a card of no money. */
  openLink: (secret: string) => openLink(deps, secret),
  sendClaimCode: async (secret: string, phone: string) => {
    const place = await memberPlaceOf(deps, secret);
    return place ? sendCardCode(deps, place, phone) : sendClaimCode(deps, secret, phone);
  },
  claim: async (input: ClaimInput) => {
    const place = await memberPlaceOf(deps, input.secret);
    return place ? claimCard(deps, place, input) : claimByLink(deps, input);
  },
  decline: async (secret: string) => {
    const place = await memberPlaceOf(deps, secret);
    return place ? declineCard(deps, place) : declineLink(deps, secret);
  },
  openView: (tenant: number, place: { readonly lane: number; readonly card: bigint }, by?: Actor) =>
    openView(deps, tenant, place, by),
  drawView: (view: string, format: BarcodeFormat, symbology?: Symbology) => drawView(deps, view, format, symbology),
  applePass: (view: string) => makeApplePass(deps, view),
  latestPass: (named: NamedPass) => latestApplePass(deps, named),
  registerPhone: (named: NamedPass, phone: Parameters<typeof registerPhone>[2]) => registerPhone(deps, named, phone),
  unregisterPhone: (named: NamedPass, device: string) => unregisterPhone(deps, named, device),
  changedSerials: (asked: Parameters<typeof changedSerials>[1]) => changedSerials(deps, asked),
  googleLink: (view: string) => makeGoogleLink(deps, view),
  useCode: (tenant: number, use: CodeToUse) => useShownCode(deps, tenant, use),
  tellBalance: (question: BalanceQuestion) => tellBalance(deps, question),
  /** By what the attempts of a device at a card are counted apart; undefined where it is not known there. */
  knownAt: ({ tenant, number, known }: BalanceQuestion) =>
    tenant === undefined ? undefined : knownAt(deps, tenant, number, known, deps.clock.now()),
  registerDevice: (input: DeviceToRegister) => registerDevice(deps, input),
  endDevice: (device: bigint) => endRegisteredDevice(deps, device),
  holdsGiftCards: (tenant: number, phone: Phone) => holdsGiftCards(deps, tenant, phone),
  cardsOfDevice: (signed: Signed) => cardsOfDevice(deps, signed),
  viewAsDevice: (question: CardQuestion) => viewAsDevice(deps, question),
  codeAsDevice: (question: CardQuestion) => codeAsDevice(deps, question),
  shareAsDevice: (question: Parameters<typeof shareAsDevice>[1]) => shareAsDevice(deps, question),
  revokeAsDevice: (question: Parameters<typeof revokeAsDevice>[1]) => revokeAsDevice(deps, question),
  /** For `onState` of the room notifications. */
  hearState: async (tx: Tx, message: Message): Promise<void> => {
    const fate = FATES[message.state];
    if (fate) await hearFate(deps, tx, message, fate);
  },
  sendNext: () => sendNext(deps),
});
