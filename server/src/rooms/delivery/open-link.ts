import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { refuse } from '../../kernel/refusal.ts';
import { showLink, type LinkShown } from './claim-link.ts';
import type { DeliveryDeps } from './deps.ts';
import { findBehindCardLink, memberPlaceOf } from './made-card.ts';
import type { MemberCardType } from './member-card-slot.ts';
import type { DeliverySetting } from './setting.ts';

/** What a link shows of a card that holds no money: all of it, since nothing can be taken from it. */
export type CardShown = {
  readonly type: MemberCardType;
  readonly brand: string;
  readonly masked: string;
  /** For the barcodes, and for nothing else. */
  readonly number: string;
  readonly symbology: DeliverySetting['symbology'];
  readonly colours: DeliverySetting['colours'];
  readonly stores: DeliverySetting['stores'];
  /** Where its passes are fetched, of the wallets for which the program has certificates. */
  readonly passes: { readonly apple?: string; readonly google?: string };
};

/** What stands behind a link. One answer for everything that does not open. */
export async function openLink(
  deps: DeliveryDeps,
  secret: string,
): Promise<Ok<{ readonly shown: LinkShown } | { readonly card: CardShown }> | Refusal<'delivery.link.unusable'>> {
  const place = await memberPlaceOf(deps, secret);
  if (!place) return showLink(deps, secret);
  const found = await findBehindCardLink(deps, place);
  if (!found) return refuse('delivery.link.unusable');
  const { type, masked, number } = found.card;
  const { brand, symbology, colours, stores, apple, google } = found.kept.setting;
  const passes = `/v1/gift-passes/${found.passSecret}`;
  return {
    ok: true,
    card: {
      ...{ type, masked, number, brand, symbology, colours, stores },
      passes: { ...(apple && { apple: `${passes}/card.pkpass` }), ...(google && { google: `${passes}/google` }) },
    },
  };
}
