import { z } from 'zod';
import {
  cardNumberText,
  clientReference,
  idText,
  instantText,
  page,
  pageQuery,
  phoneText,
  quantityText,
} from './common.ts';
import { codeSchema } from './programs.ts';

const deliveryId = idText('dlv');
const cardId = idText('card');
const linkId = idText('clk');
const secretText = idText('gft').describe('The last part of a link: who has it may claim');
const viewText = idText('gcv').describe('A look at a card that lasts five minutes');
const deviceId = idText('dev');
const reference = clientReference
  .optional()
  .describe('Your name of the operation; the Idempotency-Key header serves too');
const unitText = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,11}$/, 'Not the code of a unit')
  .describe('ISO 4217');
const language = z.enum(['en', 'es']);
const state = z.enum(['queued', 'sent', 'delivered', 'opened', 'claimed', 'failed', 'withdrawn']);
const route = z
  .enum(['push', 'phone_unknown', 'app_absent', 'app_inactive'])
  .describe('`push`, or why an SMS: nobody proved the number, he has no app, or it does not answer');
const platform = z.enum(['ios', 'android', 'other']);
const symbology = z.enum(['qr', 'code128', 'ean13', 'aztec']);
const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'Not a colour such as #1f3a5f');
const httpsUrl = z.url({ protocol: /^https?$/ }).max(500);

export const deliveryInputSchema = z
  .strictObject({
    reference,
    card: z.strictObject({ number: cardNumberText }).describe('As on all endpoints of gift cards; its number alone'),
    phone: phoneText,
    amount: quantityText.describe('What was loaded, for the text of the message'),
    unit: unitText,
    language: language.default('en'),
    outlet: z.string().max(40).optional().describe('Code of the outlet; a terminal needs none'),
    paidBy: z
      .strictObject({
        kind: z.enum(['sale', 'activation', 'load']),
        reference: clientReference.describe('Your reference of it'),
      })
      .optional()
      .describe('The sale or activation that paid. When it is voided, before or after, the card is withdrawn'),
  })
  .meta({ id: 'NewGiftCardDelivery' });

const deliveryFields = {
  delivery: deliveryId,
  card: cardId,
  phone: z.string().describe('Masked'),
  amount: quantityText,
  unit: unitText,
  state,
  reason: z.string().optional(),
  route: route.optional().describe('Absent until it is sent'),
  platform: platform.optional(),
  sends: z.int(),
  madeAt: instantText,
  stateAt: instantText,
};

export const deliverySchema = z.strictObject(deliveryFields).meta({ id: 'GiftCardDelivery' });
export const deliveryTakenSchema = z
  .strictObject({
    delivery: deliveryId,
    card: cardId,
    masked: z.string(),
    phone: z.string().describe('Masked'),
    state,
    repeated: z.boolean(),
  })
  .meta({ id: 'GiftCardDeliveryTaken' });
export const deliveryTraceSchema = z
  .strictObject({
    ...deliveryFields,
    steps: z.array(z.strictObject({ at: instantText, state, reason: z.string().optional() })),
  })
  .meta({ id: 'GiftCardDeliveryTrace', description: 'A delivery and everything that became of it.' });
export const deliveryPageSchema = page(deliverySchema).meta({ id: 'GiftCardDeliveryPage' });
export const deliveryPathSchema = z.strictObject({ delivery: deliveryId });
export const deliveryQuerySchema = z.strictObject({
  ...pageQuery.shape,
  state: state.optional(),
  card: cardId.optional().describe('Only those of this card'),
  member: idText('mem').optional().describe('Only those to the phone that this member has proved'),
});

const settingFields = {
  publicUrl: httpsUrl
    .refine((url) => !url.endsWith('/'), 'Without a slash at the end')
    .describe('Where this server is reached from outside'),
  brand: z.string().trim().min(1).max(60),
  stores: z.strictObject({ ios: httpsUrl.optional(), android: httpsUrl.optional() }).default({}),
  colours: z
    .strictObject({ background: colour, foreground: colour, label: colour })
    .default({ background: '#1f3a5f', foreground: '#ffffff', label: '#c9d6e6' }),
  symbology: symbology.default('qr'),
  dynamicCodes: z.boolean().default(false).describe('Phones show codes of a minute in place of the number'),
  secondPhone: z.enum(['refuse', 'transfer']).default('refuse').describe('What a second phone for one card means'),
  linkHours: z.int().min(1).max(720).default(72),
  apple: z.strictObject({ passType: z.string().min(3).max(200), team: z.string().min(3).max(20) }).optional(),
  google: z.strictObject({ issuer: z.string().regex(/^\d{5,30}$/), email: z.email().max(200) }).optional(),
};
const pem = z.string().min(50).max(20_000);

export const deliverySettingInputSchema = z
  .strictObject({
    ...settingFields,
    appleCertificate: pem.optional().describe('PEM; kept encrypted and never shown'),
    appleKey: pem.optional(),
    appleAuthority: pem.optional().describe('The certificate that signed it: Apple WWDR'),
    googleKey: pem.optional().describe('The private key of the service account'),
  })
  .meta({ id: 'GiftCardDeliverySettingInput' });
export const deliverySettingSchema = z
  .strictObject({ ...settingFields, hasApple: z.boolean(), hasGoogle: z.boolean() })
  .meta({ id: 'GiftCardDeliverySetting' });
export const deliveryProgramPathSchema = z.strictObject({ code: z.string().max(40) });

export const cardPathSchema = z.strictObject({ card: cardId });
export const shownCardSchema = z
  .strictObject({
    card: cardId,
    masked: z.string(),
    state: z.enum(['active', 'inactive', 'blocked', 'expired', 'closed']),
    balance: quantityText,
    unit: unitText,
    expiresAt: instantText.optional(),
    view: viewText.describe('Fetch the barcode and the passes under it'),
    viewUntil: instantText,
    links: z.strictObject({ png: z.string(), svg: z.string(), apple: z.string(), google: z.string() }),
  })
  .meta({ id: 'DeliveredGiftCard' });
export const viewPathSchema = z.strictObject({ view: viewText });
export const barcodeQuerySchema = z.strictObject({ symbology: symbology.optional() });
export const saveLinkSchema = z.strictObject({ url: z.string() }).meta({ id: 'GoogleWalletLink' });

// The web service of passes is Apple's: names and forms are theirs.
const walletName = z.string().regex(/^[\w.-]{1,100}$/, 'Not a name of Wallet');
export const walletDevicePathSchema = z.strictObject({ device: walletName, passType: walletName });
export const walletPassPathSchema = z.strictObject({ passType: walletName, serial: walletName });
export const walletRegistrationPathSchema = z.strictObject({
  device: walletName,
  passType: walletName,
  serial: walletName,
});
// Phones of tomorrow may say more.
export const walletRegistrationSchema = z
  .object({ pushToken: z.string().regex(/^[0-9A-Fa-f]{32,256}$/, 'Not a push token') })
  .meta({ id: 'WalletRegistration' });
export const walletChangesQuerySchema = z.object({ passesUpdatedSince: z.string().max(40).optional() });
export const walletChangesSchema = z
  .strictObject({ serialNumbers: z.array(z.string()), lastUpdated: z.string() })
  .meta({ id: 'WalletChanges' });
export const walletLogSchema = z.object({ logs: z.array(z.string().max(4_000)).max(50) }).meta({ id: 'WalletLog' });

const hours = z.int().min(1).max(720).optional().describe('How long it lives; the program says where it is left out');
export const shareInputSchema = z.strictObject({ reference, hours }).meta({ id: 'NewClaimLink' });
export const sharedSchema = z
  .strictObject({
    link: linkId,
    url: z.string(),
    text: z.string().describe('To be passed on: brand and link, no number'),
    expiresAt: instantText,
    repeated: z.boolean(),
  })
  .meta({ id: 'ClaimLink' });
export const linkPathSchema = z.strictObject({ link: linkId });
export const linkStateSchema = z
  .strictObject({ link: linkId, state: z.enum(['open', 'claimed', 'declined', 'revoked']) })
  .meta({ id: 'ClaimLinkState' });

export const codeUseSchema = z
  .strictObject({
    reference,
    code: idText('gcc').describe('What was scanned from the phone'),
    outlet: codeSchema.optional().describe("Code of the outlet; the credential's own when left out"),
    terminal: codeSchema
      .optional()
      .describe("The till that will pay with the card; the credential's own when left out"),
  })
  .meta({ id: 'DynamicCodeUse' });
export const codeUsedSchema = z
  .strictObject({ card: cardId, masked: z.string(), balance: quantityText, unit: unitText })
  .meta({ id: 'DynamicCodeUsed' });

// For those without credential. `device` is what the caller says that it is; it is counted, not believed.
const deviceSaid = z
  .string()
  .min(8)
  .max(100)
  .optional()
  .describe('An id that your app keeps; attempts are counted by it');
export const secretPathSchema = z.strictObject({ secret: secretText });
export const passSecretPathSchema = z.strictObject({
  secret: idText('gps').describe('Of the address of a pass: who has it sees the card until somebody claims it'),
});
export const landingPathSchema = z.strictObject({ secret: z.string().max(60) });
export const shownLinkSchema = z
  .strictObject({
    type: z.enum(['discount', 'bonus', 'multi', 'gift']),
    brand: z.string(),
    masked: z.string(),
    balance: quantityText
      .optional()
      .describe('Of a gift card, as `unit`; what stands in an account a link does not tell'),
    unit: unitText.optional(),
  })
  .meta({ id: 'OfferedCard' });
export const claimCodeInputSchema = z
  .strictObject({ phone: phoneText, device: deviceSaid })
  .meta({ id: 'NewClaimCode' });
export const claimInputSchema = z
  .strictObject({
    phone: phoneText,
    code: z.string().regex(/^\d{6}$/, 'Six digits'),
    device: deviceSaid,
    app: z
      .strictObject({
        publicKey: z.string().min(40).max(400).describe('P-256 or Ed25519, SPKI, base64url'),
        platform,
      })
      .optional()
      .describe('The app that will show the card; it signs what it asks for from now on'),
  })
  .meta({ id: 'GiftCardClaim' });
export const claimedSchema = z
  .strictObject({ device: deviceId.optional(), cards: z.int() })
  .meta({ id: 'GiftCardClaimed' });
export const acceptedSchema = z.strictObject({ accepted: z.literal(true) }).meta({ id: 'Accepted' });
export const declineSchema = z.strictObject({ device: deviceSaid }).meta({ id: 'GiftCardDecline' });

export const publicBalanceInputSchema = z
  .strictObject({
    tenant: z.string().max(40).describe('Code of the tenant'),
    card: z
      .strictObject({ number: z.string().min(1).max(100), pin: z.string().min(1).max(20).optional() })
      .describe('As on all endpoints of gift cards. What is no number or no PIN is answered like one that is unknown'),
    device: deviceSaid,
    knownDevice: z
      .string()
      .max(300)
      .optional()
      .describe(
        'What the last right answer gave: attempts at the cards of those answers are counted apart from everybody else’s',
      ),
  })
  .meta({ id: 'PublicBalanceQuestion' });
export const publicBalanceSchema = z
  .strictObject({
    balance: quantityText,
    unit: unitText,
    expiresAt: instantText.optional(),
    knownDevice: z
      .string()
      .describe('To be kept on the device and sent with the next question, in place of the last one; good for 30 days'),
  })
  .meta({ id: 'PublicBalance' });

const signedFields = {
  device: deviceId,
  at: instantText.describe('The moment of asking; each later than the last, and within a minute of ours'),
  signature: z
    .string()
    .min(40)
    .max(200)
    .describe('Over the lines `tallystick`, the word, device, at and card (or link), base64url; ECDSA as r and s'),
};
export const deviceCardsInputSchema = z.strictObject(signedFields).meta({ id: 'DeviceCardsQuestion' });
export const deviceCardInputSchema = z
  .strictObject({ ...signedFields, card: cardId })
  .meta({ id: 'DeviceCardQuestion' });
export const deviceShareInputSchema = z
  .strictObject({ ...signedFields, card: cardId, reference: clientReference, hours })
  .meta({ id: 'DeviceShare' });
export const deviceRevokeInputSchema = z.strictObject({ ...signedFields, link: linkId }).meta({ id: 'DeviceRevoke' });
export const deviceCardsSchema = z
  .strictObject({ cards: z.array(z.strictObject({ card: cardId, isReady: z.boolean(), since: instantText })) })
  .meta({ id: 'DeviceCards' });
export const shownCodeSchema = z
  .strictObject({ code: z.string(), svg: z.string(), expiresAt: instantText })
  .meta({ id: 'ShownCode' });
