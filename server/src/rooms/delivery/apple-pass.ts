import { PKPass } from 'passkit-generator';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { DeliveryDeps } from './deps.ts';
import { nameOf } from './names.ts';
import { iconOf } from './pass-icon.ts';
import { openSecrets } from './secrets.ts';
import type { Symbology } from './setting.ts';
import { takePass } from './store/pass.ts';
import { findBehindView, type Behind } from './view-card.ts';

// Wallet draws these four and no others; an EAN-13 is a Code 128 to whoever scans it.
const APPLE_FORMAT: Readonly<
  Record<Symbology, 'PKBarcodeFormatQR' | 'PKBarcodeFormatPDF417' | 'PKBarcodeFormatAztec' | 'PKBarcodeFormatCode128'>
> = {
  qr: 'PKBarcodeFormatQR',
  pdf417: 'PKBarcodeFormatPDF417',
  aztec: 'PKBarcodeFormatAztec',
  code128: 'PKBarcodeFormatCode128',
  ean13: 'PKBarcodeFormatCode128',
};

export type PassOutcome =
  | Ok<{ readonly pass: Buffer }>
  | Refusal<'delivery.view.unknown' | 'delivery.pass.unavailable'>;

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
  const secrets = openSecrets(deps.keys, tenant, card.program, kept.secrets);
  const { apple } = kept.setting;
  const { appleCertificate, appleKey, appleAuthority } = secrets;
  if (!apple || !appleCertificate || !appleKey || !appleAuthority) return refuse('delivery.pass.unavailable');
  const { pass, isVoided } = await takePass(
    deps.database,
    { tenant, program: card.program, lane: card.lane, card: card.card },
    deps.clock.now(),
  );
  const serial = nameOf(deps.tokens, 'pass', pass);
  const certificates = { wwdr: appleAuthority, signerCert: appleCertificate, signerKey: appleKey };
  const made = new PKPass(filesOf(found.behind), certificates, {
    ...{ serialNumber: serial, passTypeIdentifier: apple.passType, teamIdentifier: apple.team },
    organizationName: kept.setting.brand,
    description: `${kept.setting.brand}: ${card.balance} ${card.unit}`,
    logoText: kept.setting.brand,
    backgroundColor: rgbOf(kept.setting.colours.background),
    foregroundColor: rgbOf(kept.setting.colours.foreground),
    labelColor: rgbOf(kept.setting.colours.label),
    sharingProhibited: true,
    voided: isVoided,
  });
  made.headerFields.push({ key: 'card', label: 'CARD', value: card.masked });
  made.primaryFields.push({ key: 'balance', label: 'BALANCE', value: `${card.balance} ${card.unit}` });
  if (!kept.setting.dynamicCodes && !isVoided)
    made.setBarcodes({
      ...{ format: APPLE_FORMAT[kept.setting.symbology], message: card.number, messageEncoding: 'iso-8859-1' },
      altText: card.masked,
    });
  return { ok: true, pass: made.getAsBuffer() };
}

function filesOf({ kept }: Behind): Record<string, Buffer> {
  const { background } = kept.setting.colours;
  return {
    'icon.png': iconOf(background, 29),
    'icon@2x.png': iconOf(background, 58),
    'icon@3x.png': iconOf(background, 87),
    'pass.json': Buffer.from('{"formatVersion":1,"storeCard":{}}'),
  };
}
