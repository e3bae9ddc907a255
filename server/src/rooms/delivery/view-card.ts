import { ean13IsValid } from '../../kernel/card-number.ts';
import { addSeconds, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { drawBarcode, type BarcodeFormat } from './barcode.ts';
import type { DeliveryDeps, GiftCard } from './deps.ts';
import { idOf, nameOf } from './names.ts';
import type { DeliverySetting, Symbology } from './setting.ts';
import { traceDelivery } from './trace-delivery.ts';
import { changeDelivery, lockDelivery } from './store/delivery.ts';
import type { Holding } from './store/holding.ts';
import { findSetting, type KeptSetting } from './store/setting.ts';
import { findView, insertView } from './store/view.ts';

/** Long enough to fetch the pictures and the pass; an address that is found in somebody's history opens nothing. */
export const VIEW_SECONDS = 300;

/** A card for the eyes of who may see it, and the name under which its pictures are fetched. */
export type Viewed = {
  readonly view: string;
  readonly card: GiftCard;
  readonly setting: DeliverySetting;
  readonly expiresAt: Instant;
};

export type ViewOutcome =
  | Ok<{ readonly viewed: Viewed }>
  | Refusal<'delivery.setting.missing' | 'delivery.card.unknown'>;

/** Opens a look at a card. Whether the caller may see it is decided before: by his credential, or because he holds it. */
export async function openView(
  deps: DeliveryDeps,
  tenant: number,
  place: { readonly lane: number; readonly card: bigint },
  by?: Actor,
): Promise<ViewOutcome> {
  const card = await deps.giftCards.show(tenant, place);
  if (!card) return refuse('delivery.card.unknown');
  const kept = await findSetting(deps.database, tenant, card.program);
  if (!kept) return refuse('delivery.setting.missing');
  const expiresAt = addSeconds(deps.clock.now(), VIEW_SECONDS);
  const { lane, program } = card;
  const id = await deps.database.transaction(async (tx) => {
    const view = await insertView(tx, { tenant, program, lane, card: card.card, expiresAt });
    const subject = `card ${deps.tokens.encode('card', lane, card.card)}`;
    const after = { until: isoFromInstant(expiresAt) };
    await traceDelivery(deps, tx, by, { tenant, act: 'delivery.card.shown', subject, after });
    return view;
  });
  return { ok: true, viewed: { view: nameOf(deps.tokens, 'view', id), card, setting: kept.setting, expiresAt } };
}

/** Notes that the holder has seen what was delivered to him: it has arrived. */
export const noteSeen = ({ database, clock }: DeliveryDeps, { delivery }: Holding): Promise<void> =>
  delivery === undefined
    ? Promise.resolve()
    : database.transaction(async (tx) => {
        const held = await lockDelivery(tx, delivery);
        if (held && (held.state === 'sent' || held.state === 'delivered' || held.state === 'opened'))
          await changeDelivery(tx, held, { state: 'claimed' }, { at: clock.now() });
      });

export type Behind = { readonly card: GiftCard; readonly kept: KeptSetting; readonly tenant: number };

/** The card behind a view, as it is now. Unknown when the view has ended, its card was withdrawn, or it is active no more. */
export async function findBehindView(
  deps: DeliveryDeps,
  name: string,
): Promise<Ok<{ readonly behind: Behind }> | Refusal<'delivery.view.unknown'>> {
  const id = idOf(deps.tokens, 'view', name);
  const view = id === undefined ? undefined : await findView(deps.database, id, deps.clock.now());
  const card = view && (await deps.giftCards.show(view.tenant, view));
  const kept = view && (await findSetting(deps.database, view.tenant, view.program));
  if (!view || !kept || card?.state !== 'active') return refuse('delivery.view.unknown');
  return { ok: true, behind: { card, kept, tenant: view.tenant } };
}

/** The barcode of a view's card. Where the program shows codes of a minute, there is none of the card itself. */
export async function drawView(
  deps: DeliveryDeps,
  name: string,
  format: BarcodeFormat,
  symbology?: Symbology,
): Promise<Ok<{ readonly image: Buffer | string }> | Refusal<'delivery.view.unknown' | 'delivery.barcode.unfit'>> {
  const found = await findBehindView(deps, name);
  if (!found.ok) return found;
  const { card, kept } = found.behind;
  if (kept.setting.dynamicCodes) return refuse('delivery.view.unknown');
  // A card that was given has a number of its own that is no EAN.
  const usual = kept.setting.symbology === 'ean13' && !ean13IsValid(card.number) ? 'code128' : kept.setting.symbology;
  return drawBarcode(card.number, symbology ?? usual, format);
}
