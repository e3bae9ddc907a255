import { PKPass } from 'passkit-generator';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { DeliveryDeps } from './deps.ts';
import { nameOf } from './names.ts';
import { faceOf, giftFace, KINDS, type PassFace } from './pass-face.ts';
import { iconOf } from './pass-icon.ts';
import { openSecrets } from './secrets.ts';
import type { Symbology } from './setting.ts';
import { takePass, type Pass } from './store/pass.ts';
import { findSetting, type KeptSetting } from './store/setting.ts';
import { findBehindView } from './view-card.ts';
import { passToken } from './wallet/pass-token.ts';
import { findProvedPass, type NamedPass, type NotProved } from './wallet/registration.ts';

// Wallet draws these three of ours; an EAN-13 is a Code 128 to whoever scans it.
const APPLE_FORMAT: Readonly<
  Record<Symbology, 'PKBarcodeFormatQR' | 'PKBarcodeFormatAztec' | 'PKBarcodeFormatCode128'>
> = {
  qr: 'PKBarcodeFormatQR',
  aztec: 'PKBarcodeFormatAztec',
  code128: 'PKBarcodeFormatCode128',
  ean13: 'PKBarcodeFormatCode128',
};

/** Where phones ask for news of their passes, behind the address at which this server is reached. */
export const WALLET_PATH = '/v1/apple-wallet';

type Unavailable = Refusal<'delivery.pass.unavailable'>;
export type PassOutcome = Ok<{ readonly pass: Buffer }> | Refusal<'delivery.view.unknown'> | Unavailable;
export type LatestPassOutcome = Ok<{ readonly pass: Buffer; readonly of: Pass }> | NotProved | Unavailable;

/** `#rrggbb` as Wallet wants it. */
export const rgbOf = (colour: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(', ')})`;

/**
 * The pass of a view's card for Apple Wallet, signed with the operator's certificate: serial, barcode, balance and colours. Its
 * serial tells nothing of the card. Where the program shows codes of a minute the pass has no barcode. Refuses a view that has
 * ended, and a program without certificate.
 */
export async function makeApplePass(deps: DeliveryDeps, view: string): Promise<PassOutcome> {
  const found = await findBehindView(deps, view);
  if (!found.ok) return found;
  const { card, kept, tenant } = found.behind;
  if (!kept.setting.apple) return refuse('delivery.pass.unavailable');
  const { program, lane, owner } = card;
  const place = { tenant, program, lane, owner, card: card.card };
  return signPass(deps, kept, await takePass(deps.database, place, deps.clock.now()), giftFace(card));
}

/**
 * The pass that a phone has, as it is now. One of a card that left its holder is void, and says nothing of the card any more: what
 * stands on it is somebody else's. Refuses a phone that does not show the pass's token.
 */
export async function latestApplePass(deps: DeliveryDeps, named: NamedPass): Promise<LatestPassOutcome> {
  const found = await findProvedPass(deps, named);
  if (!found.ok) return found;
  const { pass } = found;
  const kept = await findSetting(deps.database, pass.tenant, pass.program);
  if (!kept) return refuse('delivery.pass.unavailable');
  const signed = signPass(deps, kept, pass, pass.isVoided ? undefined : await faceOf(deps, pass));
  return signed.ok ? { ...signed, of: pass } : signed;
}

/** Signs a pass. `face` is absent where its card is good for nothing any more. Refuses a program without certificate. */
export function signPass(
  { keys, tokens }: DeliveryDeps,
  { setting, secrets }: KeptSetting,
  { pass, tenant, program, isVoided }: Pass,
  face: PassFace | undefined,
): Ok<{ readonly pass: Buffer }> | Unavailable {
  const { apple, brand, colours, publicUrl } = setting;
  const { appleCertificate, appleKey, appleAuthority } = openSecrets(keys, tenant, program, secrets);
  if (!apple || !appleCertificate || !appleKey || !appleAuthority) return refuse('delivery.pass.unavailable');
  const certificates = { wwdr: appleAuthority, signerCert: appleCertificate, signerKey: appleKey };
  const isGood = face !== undefined && !isVoided;
  const made = new PKPass(filesOf(setting), certificates, {
    ...{ serialNumber: nameOf(tokens, 'pass', pass), passTypeIdentifier: apple.passType, teamIdentifier: apple.team },
    organizationName: brand,
    description: isGood ? `${brand}: ${face.worth ?? face.kind ?? face.masked}` : brand,
    logoText: brand,
    backgroundColor: rgbOf(colours.background),
    foregroundColor: rgbOf(colours.foreground),
    labelColor: rgbOf(colours.label),
    sharingProhibited: true,
    voided: !isGood,
    // Phones ask over https only.
    ...(publicUrl.startsWith('https://') && {
      webServiceURL: `${publicUrl}${WALLET_PATH}`,
      authenticationToken: passToken(keys, pass),
    }),
  });
  if (!isGood) return { ok: true, pass: made.getAsBuffer() };
  // What a pass says besides numbers is said in the phone's language.
  made.localize('es', { CARD: 'TARJETA', BALANCE: 'SALDO', ...KINDS });
  made.headerFields.push({ key: 'card', label: 'CARD', value: face.masked });
  if (face.worth !== undefined)
    made.primaryFields.push({
      ...{ key: 'balance', label: 'BALANCE', value: face.worth },
      // What the phone shows when the balance has changed.
      changeMessage: '%@',
    });
  if (face.kind !== undefined) made.primaryFields.push({ key: 'kind', label: '', value: face.kind });
  // Codes of a minute are for paying with what a card holds: one that holds nothing is shown itself.
  if (!setting.dynamicCodes || face.worth === undefined)
    made.setBarcodes({
      ...{ format: APPLE_FORMAT[setting.symbology], message: face.number, messageEncoding: 'iso-8859-1' },
      altText: face.masked,
    });
  return { ok: true, pass: made.getAsBuffer() };
}

function filesOf({ colours: { background, foreground } }: KeptSetting['setting']): Record<string, Buffer> {
  return {
    'icon.png': iconOf(background, 29, foreground),
    'icon@2x.png': iconOf(background, 58, foreground),
    'icon@3x.png': iconOf(background, 87, foreground),
    'pass.json': Buffer.from('{"formatVersion":1,"storeCard":{}}'),
  };
}
