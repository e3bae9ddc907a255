import { refuse } from '../../kernel/refusal.ts';
import { makeApplePass, signPass, type PassOutcome } from './apple-pass.ts';
import { viewByPassSecret } from './card-links.ts';
import type { DeliveryDeps } from './deps.ts';
import { makeGoogleLink, signSaveLink, type SaveLinkOutcome } from './google-pass.ts';
import { findBehindCardLink, memberPlaceOfPass, type BehindCardLink } from './made-card.ts';
import { madeFace } from './pass-face.ts';
import { takeMadePass } from './store/pass.ts';

type Unusable = Extract<Awaited<ReturnType<typeof viewByPassSecret>>, { readonly ok: false }>;

/**
 * The Apple pass of a card by the pass address that it was made with. One refusal for an address that never was, and for a card that is
 * inert (of a gift card), somebody's, blocked or gone; besides that, a program without certificate.
 */
export async function applePassOfMade(deps: DeliveryDeps, secret: string): Promise<PassOutcome | Unusable> {
  const place = await memberPlaceOfPass(deps, secret);
  if (!place) {
    const viewed = await viewByPassSecret(deps, secret);
    return viewed.ok ? makeApplePass(deps, viewed.view) : viewed;
  }
  const found = await findBehindCardLink(deps, place);
  if (!found) return refuse('delivery.link.unusable');
  if (!found.kept.setting.apple) return refuse('delivery.pass.unavailable');
  return signPass(deps, found.kept, await passOf(deps, found), madeFace(found.card));
}

/** The link that saves a card in Google Wallet, by the pass address that it was made with. Refuses as `applePassOfMade` does. */
export async function googleLinkOfMade(deps: DeliveryDeps, secret: string): Promise<SaveLinkOutcome | Unusable> {
  const place = await memberPlaceOfPass(deps, secret);
  if (!place) {
    const viewed = await viewByPassSecret(deps, secret);
    return viewed.ok ? makeGoogleLink(deps, viewed.view) : viewed;
  }
  const found = await findBehindCardLink(deps, place);
  if (!found) return refuse('delivery.link.unusable');
  if (!found.kept.setting.google) return refuse('delivery.pass.unavailable');
  return signSaveLink(deps, found.kept, await passOf(deps, found), madeFace(found.card));
}

const passOf = ({ database, clock }: DeliveryDeps, { card, program }: BehindCardLink) =>
  takeMadePass(database, { ...card, program }, clock.now());
