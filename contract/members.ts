import { z } from 'zod';
import {
  attributeBag,
  cardNumberText,
  clientReference,
  idText,
  instantText,
  localDateText,
  page,
  pageQuery,
  phoneText,
} from './common.ts';
import { earnedSchema } from './earned.ts';
import { codeSchema } from './programs.ts';

export const memberId = idText('mem');
export const cardId = idText('card');

const channel = z
  .enum(['till', 'web', 'app', 'paper', 'kiosk', 'file'])
  .describe('Through which channel it was told; kept for each field');

/** Words of a person: printable, no longer than a line. */
const personText = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}]+$/u, 'Only printable characters');

const personFields = {
  givenName: personText,
  familyName: personText,
  email: z.email().max(254),
  bornOn: localDateText,
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Not a language tag such as es or pt-BR'),
};

export const personSchema = z
  .strictObject(personFields)
  .partial()
  .meta({ id: 'Person', description: 'What is known of a person, besides the phone.' });

const word = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'Not a word of small letters, digits, dashes and underscores');

const consentFields = {
  purpose: word.describe('What for: `marketing`, `profiling`'),
  channel: word.describe('By which channel of contact: `sms`, `email`, `push`'),
  isGiven: z.boolean().describe('False withdraws it'),
  textVersion: personText.describe('Which text the person saw'),
  source: personText.describe('Where it was said: a form, a page, a till'),
};

export const consentInputSchema = z.strictObject(consentFields).meta({ id: 'ConsentSaid' });
const consentSchema = z
  .strictObject({ ...consentFields, at: instantText.describe('When it was said') })
  .meta({ id: 'Consent', description: 'The last word of a person about a purpose and channel. None said means no.' });

const consents = z.array(consentInputSchema).min(1).max(20);
const reference = clientReference
  .optional()
  .describe('Your name of the operation; the Idempotency-Key header serves too');
const phoneCode = z
  .string()
  .regex(/^\d{6}$/, 'Six digits')
  .describe('The code that was sent to the phone: it proves the phone');
const textVersion = personText.optional().describe('Consent text under which the profile was told');
const occurredAt = instantText.optional().describe('When it was told; now when left out');

export const enrolmentInputSchema = z
  .strictObject({
    reference,
    program: codeSchema.describe('Code of the program to join'),
    channel,
    phone: phoneText.optional(),
    phoneCode: phoneCode.optional(),
    externalId: personText.optional().describe('The id of this person in your own system'),
    card: cardNumberText.optional().describe('A card to bind at once'),
    profile: personSchema.optional(),
    attributes: attributeBag.optional(),
    consents: consents.optional(),
    textVersion,
    occurredAt,
  })
  .meta({ id: 'NewEnrolment', description: 'A person joins a program. Phone, external id or card say who it is.' });

const conflictField = z.enum([
  'givenName',
  'familyName',
  'email',
  'bornOn',
  'language',
  'phone',
  'externalId',
  'attributes',
]);

export const enrolledSchema = z
  .strictObject({
    member: memberId,
    isNew: z.boolean().describe('False when the phone, id or card led to a member who was there'),
    card: cardId.optional(),
    conflicts: z
      .array(conflictField)
      .describe('Fields that were told differently from what is known: nothing was overwritten'),
    welcome: z
      .strictObject({ operation: idText('op'), earned: z.array(earnedSchema) })
      .optional()
      .describe('What promotions gave for joining, and the operation that booked it'),
    recordedAt: instantText,
    repeated: z.boolean().describe('True when this reference was booked before'),
  })
  .meta({ id: 'Enrolled' });

export const memberChangeSchema = z
  .strictObject({
    reference,
    channel,
    profile: z
      .strictObject({
        givenName: personFields.givenName.nullable(),
        familyName: personFields.familyName.nullable(),
        email: personFields.email.nullable(),
        bornOn: personFields.bornOn.nullable(),
        language: personFields.language.nullable(),
      })
      .partial()
      .optional()
      .describe('Fields to set; null empties one'),
    phone: phoneText.nullable().optional().describe('The new phone; null when there is none any more'),
    phoneCode: phoneCode.optional(),
    attributes: attributeBag.optional().describe('Attributes to set; the others stay'),
    attributesRemoved: z.array(z.string().max(64)).max(50).optional(),
    tiers: z
      .array(
        z.strictObject({
          program: codeSchema,
          tier: codeSchema.nullable(),
          reason: personText.optional().describe('Why it is given by hand'),
          until: instantText.optional().describe('When it ends by itself; only where the program counts tiers'),
        }),
      )
      .max(20)
      .optional()
      .describe(
        'The tier in a program: a plain fact, or, where the program counts tiers, one given by hand, which stands before what was counted. Null takes it away',
      ),
    consents: consents.optional(),
    textVersion,
    occurredAt,
  })
  .meta({ id: 'MemberChange', description: 'What is left out stays as it is.' });

export const consentsInputSchema = z
  .strictObject({ reference, channel, consents, occurredAt })
  .meta({ id: 'ConsentsSaid' });

export const phoneVerificationSchema = z
  .strictObject({ reference, channel, code: phoneCode })
  .meta({ id: 'PhoneVerification' });

export const memberChangedSchema = z
  .strictObject({
    member: memberId,
    changed: z.array(z.string()).describe('Which facts were changed'),
    recordedAt: instantText,
    repeated: z.boolean(),
  })
  .meta({ id: 'MemberChanged' });

export const phoneCodeInputSchema = z
  .strictObject({
    phone: phoneText,
    purpose: z.enum(['enrol', 'verify', 'spend']).describe('What the code is to be good for'),
  })
  .meta({ id: 'NewPhoneCode' });

export const phoneCodeSentSchema = z.strictObject({ expiresAt: instantText }).meta({ id: 'PhoneCodeSent' });

export const cardLineSchema = z
  .strictObject({
    card: cardId,
    masked: z.string().describe('The last four characters of its number'),
    type: z.enum(['discount', 'bonus', 'multi', 'gift']),
    state: z.enum(['active', 'blocked', 'replaced', 'expired', 'destroyed']),
    mayEarn: z.boolean(),
    maySpend: z.boolean(),
  })
  .meta({ id: 'MemberCard' });

export const memberSchema = z
  .strictObject({
    member: memberId,
    phone: z.string().optional(),
    phoneVerified: z.boolean(),
    profile: personSchema,
    enrolledAt: instantText,
    channel: z.string(),
    enrolments: z.array(
      z.strictObject({
        program: codeSchema,
        enrolledAt: instantText,
        channel: z.string(),
        tier: z.string().optional(),
      }),
    ),
    cards: z.array(cardLineSchema),
    attributes: attributeBag,
    consents: z.array(consentSchema),
    sources: z
      .array(
        z.strictObject({ field: z.string(), channel: z.string(), at: instantText, textVersion: z.string().optional() }),
      )
      .describe('Which channel told which field'),
    conflicts: z
      .array(
        z.strictObject({
          field: conflictField,
          told: z.string(),
          channel: z.string(),
          other: memberId.optional().describe('Another member who may be the same person'),
          foundAt: instantText,
        }),
      )
      .describe('What was told differently and waits for a person to decide'),
    merged: z
      .array(memberId)
      .describe(
        'Those who were merged into this member: their ids lead here, and their history of before is listed by them',
      ),
  })
  .meta({ id: 'Member', description: 'A person known to the tenant.' });

export const memberPageSchema = page(memberSchema).meta({ id: 'MemberPage' });

const NAMES = ['phone', 'card', 'externalId', 'familyName'] as const;

export const memberSearchSchema = pageQuery
  .extend({
    phone: phoneText.optional(),
    card: cardNumberText.optional(),
    externalId: personText.optional(),
    familyName: personText.optional(),
    givenName: personText.optional().describe('Narrows a search by family name'),
  })
  .refine(
    (asked) => NAMES.filter((name) => asked[name] !== undefined).length === 1,
    `Exactly one of ${NAMES.join(', ')}`,
  )
  .meta({ id: 'MemberSearch', description: 'Who is looked for. Nothing of a person stands in an address.' });

export const memberPathSchema = z.strictObject({ member: memberId });
