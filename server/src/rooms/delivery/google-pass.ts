import { importPKCS8, SignJWT } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { MICROSECONDS_PER_SECOND } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { DeliveryDeps } from './deps.ts';
import { nameOf } from './names.ts';
import { openSecrets } from './secrets.ts';
import type { Symbology } from './setting.ts';
import { giftFace, KINDS, type PassFace } from './pass-face.ts';
import { takePass, type Pass } from './store/pass.ts';
import type { KeptSetting } from './store/setting.ts';
import { findBehindView } from './view-card.ts';

const GOOGLE_TYPE: Readonly<Record<Symbology, string>> = {
  qr: 'QR_CODE',
  aztec: 'AZTEC',
  code128: 'CODE_128',
  ean13: 'EAN_13',
};

/** Where a person saves a pass; the JWT follows. */
export const GOOGLE_SAVE_URL = 'https://pay.google.com/gp/v/save/';

export type SaveLinkOutcome =
  | Ok<{ readonly url: string }>
  | Refusal<'delivery.view.unknown' | 'delivery.pass.unavailable'>;

/**
 * The link that saves a view's card in Google Wallet: a JWT signed by the operator's service account. Google wants the object in the
 * address and the number of a gift card in the object; ours goes in as barcode only where the program shows the card itself, so the
 * link is made for the phone that asks, and is never sent or kept. Refuses a view that has ended, and a program without key.
 */
export async function makeGoogleLink(deps: DeliveryDeps, view: string): Promise<SaveLinkOutcome> {
  const found = await findBehindView(deps, view);
  if (!found.ok) return found;
  const { card, kept, tenant } = found.behind;
  const { program, lane, owner } = card;
  if (!kept.setting.google) return refuse('delivery.pass.unavailable');
  const pass = await takePass(deps.database, { tenant, program, lane, owner, card: card.card }, deps.clock.now());
  return signSaveLink(deps, kept, pass, giftFace(card));
}

/** The link that saves what a pass says. Refuses a program without key. */
export async function signSaveLink(
  deps: DeliveryDeps,
  { setting, secrets }: KeptSetting,
  { pass, tenant, program }: Pass,
  { masked, number, worth, kind }: PassFace,
): Promise<Ok<{ readonly url: string }> | Refusal<'delivery.pass.unavailable'>> {
  const { google, brand, colours, symbology, dynamicCodes } = setting;
  const { googleKey } = openSecrets(deps.keys, tenant, program, secrets);
  if (!google || !googleKey) return refuse('delivery.pass.unavailable');
  const classId = `${google.issuer}.tallystick_${worth === undefined ? 'card' : 'gift_card'}_${program}`;
  const said = (en: string, es?: string) => ({
    defaultValue: { language: 'en', value: en },
    ...(es !== undefined && { translatedValues: [{ language: 'es', value: es }] }),
  });
  const payload = {
    genericClasses: [{ id: classId }],
    genericObjects: [
      {
        id: `${google.issuer}.${nameOf(deps.tokens, 'pass', pass)}`,
        classId,
        state: 'ACTIVE',
        hexBackgroundColor: colours.background,
        cardTitle: said(brand),
        header: kind === undefined ? said(worth ?? masked) : said(kind, KINDS[kind]),
        subheader: said(masked),
        ...((!dynamicCodes || worth === undefined) && {
          barcode: { type: GOOGLE_TYPE[symbology], value: number, alternateText: masked },
        }),
      },
    ],
  };
  const key = await importPKCS8(
    createPrivateKey(googleKey).export({ format: 'pem', type: 'pkcs8' }).toString(),
    'RS256',
  );
  const jwt = await new SignJWT({ typ: 'savetowallet', origins: [], payload })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(google.email)
    .setAudience('google')
    .setIssuedAt(Math.floor(deps.clock.now() / MICROSECONDS_PER_SECOND))
    .sign(key);
  return { ok: true, url: `${GOOGLE_SAVE_URL}${jwt}` };
}
