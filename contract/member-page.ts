import { z } from 'zod';
import { clientReference, idText, instantText, pageQuery, phoneText, quantityText } from './common.ts';
import { walletNameSchema } from './points.ts';

const tenant = z.string().min(1).max(40).describe('Code of the business whose page it is');
const code = z.string().regex(/^\d{6}$/, 'Six digits');
const csrf = z.string().describe('Send it as header `x-csrf-token` with every change');
const walletType = z.string();
const unit = z.string();
const signed = quantityText.describe('With its sign');
const word = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9._-]+$/, 'Lower-case letters, digits, dots and dashes');

export const placeQuerySchema = z.strictObject({ tenant: tenant.optional() });
export const placeSchema = z
  .strictObject({ code: z.string(), name: z.string(), country: z.string().describe('For phones without `+`') })
  .meta({ id: 'MemberPagePlace' });

export const memberCodeSchema = z.strictObject({ tenant, phone: phoneText }).meta({ id: 'MemberCodeInput' });
export const memberSignInSchema = z
  .strictObject({
    tenant,
    phone: phoneText,
    code,
    app: z
      .strictObject({
        publicKey: z.string().min(40).max(400).describe('P-256 or Ed25519, SPKI, base64url'),
        platform: z.enum(['ios', 'android', 'other']),
      })
      .optional()
      .describe('The key by which this browser asks for gift cards (`/v1/device/*`). The ones before it end'),
  })
  .meta({ id: 'MemberSignIn' });
export const memberSignedInSchema = z
  .strictObject({ csrf, device: idText('dev').optional() })
  .meta({ id: 'MemberSignedIn', description: 'The session is in the cookie.' });

const card = z.strictObject({
  card: idText('card'),
  type: z.string(),
  state: z.enum(['active', 'blocked']),
  masked: z.string(),
  programs: z.array(z.string()),
  number: z.string().optional().describe('To its own member only, and only of an active card'),
  qr: z.string().optional().describe('SVG'),
  bars: z.string().optional().describe('SVG: EAN-13 where the number is one, else Code 128'),
});
const consent = z.strictObject({
  purpose: z.string(),
  channel: z.string(),
  isGiven: z.boolean(),
  textVersion: z.string(),
  source: z.string(),
  at: instantText,
});
export const memberPageSchema = z
  .strictObject({
    asOf: instantText,
    csrf,
    place: z.strictObject({ code: z.string(), name: z.string() }),
    phone: z.string(),
    member: idText('mem').optional().describe('Absent for a phone that only holds gift cards'),
    profile: z.strictObject({
      givenName: z.string().optional(),
      familyName: z.string().optional(),
      email: z.string().optional(),
      bornOn: z.string().optional(),
      language: z.string().optional(),
    }),
    programs: z.array(
      z.strictObject({
        code: z.string(),
        name: z.string(),
        zone: z.string(),
        since: instantText,
        tier: z.string().optional(),
      }),
    ),
    cards: z.array(card),
    wallets: z.array(
      z.strictObject({
        walletType,
        name: walletNameSchema.optional(),
        program: z.string(),
        unit,
        available: quantityText,
        pending: quantityText,
        frozen: quantityText.describe('Cannot be spent until it is released; ends as all else'),
        held: quantityText,
        owed: quantityText,
        state: z.string(),
      }),
    ),
    expiring: z.array(z.strictObject({ walletType, program: z.string(), unit, points: quantityText, at: instantText })),
    consents: z.array(consent).describe('The last word on each purpose and channel'),
  })
  .meta({ id: 'OwnPage' });

const event = z.strictObject({
  id: idText('op'),
  at: instantText,
  kind: z.string(),
  place: z.string().optional(),
  reasons: z.array(z.string()).describe('Names of the promotions that gave'),
  moved: z.array(z.strictObject({ walletType, program: z.string(), unit, points: signed, pending: signed })),
});
export const memberHistoryQuerySchema = pageQuery;
export const memberHistorySchema = z
  .strictObject({ items: z.array(event), next: z.string().optional() })
  .meta({ id: 'OwnHistory' });

export const memberConsentsSchema = z
  .strictObject({
    reference: clientReference,
    consents: z
      .array(
        z.strictObject({
          purpose: word,
          channel: word,
          isGiven: z.boolean(),
          textVersion: z.string().min(1).max(64).describe('Of the text that was shown'),
        }),
      )
      .min(1)
      .max(50),
  })
  .meta({ id: 'MemberConsents' });
export const memberProfileSchema = z
  .strictObject({
    reference: clientReference,
    givenName: z.string().max(100).nullable().optional(),
    familyName: z.string().max(100).nullable().optional(),
    email: z.string().max(254).nullable().optional(),
    language: z.string().max(35).nullable().optional(),
  })
  .meta({ id: 'MemberProfileChange' });
export const memberDoneSchema = z
  .strictObject({ recordedAt: instantText, repeated: z.boolean() })
  .meta({ id: 'MemberDone' });

export const memberSessionsSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: idText('mses'),
        browser: z.string(),
        madeAt: instantText,
        seenAt: instantText,
        isThis: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'MemberSessions' });
export const memberSessionPathSchema = z.strictObject({ id: idText('mses') });

const forfeited = z.strictObject({
  walletType,
  unit,
  points: quantityText,
  paidOut: z
    .strictObject({ amount: quantityText, currency: z.string() })
    .optional()
    .describe('What is to be paid for them, where the policy `erasedPoints` says so'),
});
export const memberErasureSchema = z.strictObject({ reference: clientReference, code }).meta({ id: 'MemberErasure' });
export const memberErasedSchema = z
  .strictObject({
    erasedAt: instantText,
    forfeited: z.array(forfeited),
  })
  .meta({ id: 'MemberErased' });

export const ownErasureSchema = z
  .strictObject({ forfeited: z.array(forfeited) })
  .meta({ id: 'OwnErasure', description: 'What would be lost, or paid out.' });

export const erasureReasons = ['member_request', 'law', 'minor', 'fraud', 'duplicate'] as const;
export const staffErasureSchema = z
  .strictObject({ reference: clientReference, reason: z.enum(erasureReasons) })
  .meta({ id: 'StaffErasure' });
export const erasureQuoteSchema = z
  .strictObject({
    forfeited: z.array(forfeited),
    needsSecondPerson: z.boolean().describe('Whether somebody else has to approve, because something of value is lost'),
  })
  .meta({ id: 'ErasureQuote', description: 'What erasing the member now would take from him.' });
export const erasureWaitsSchema = z
  .strictObject({
    approval: idText('appr'),
    state: z.enum(['pending', 'approved', 'declined', 'expired', 'withdrawn']),
  })
  .meta({ id: 'ErasureWaits' });

export const memberPushKeySchema = z.strictObject({ publicKey: z.string() }).meta({ id: 'MemberPushKey' });
export const memberPushSchema = z
  .strictObject({
    endpoint: z.string().max(1_000),
    keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }),
    platform: z.enum(['ios', 'android', 'desktop', 'other']),
  })
  .meta({ id: 'MemberPushSubscription' });
