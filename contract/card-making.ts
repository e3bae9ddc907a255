import { z } from 'zod';
import {
  cardNumberText,
  clientReference,
  idText,
  instantText,
  localDateText,
  page,
  pageQuery,
  phoneText,
  quantityText,
} from './common.ts';
import { codeSchema } from './programs.ts';

export const cardFileId = idText('cfile');
const batchId = idText('cbat').describe('Of the batches of cards');
const sha256Text = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('sha256 of the bytes that came, in hexadecimal');
const encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1251', 'windows-1252']);
const separator = z.enum(['comma', 'semicolon', 'tab', 'pipe']);
const decimalSign = z.enum(['point', 'comma']);

export const cardFileUploadSchema = z.strictObject({
  reference: clientReference.optional().describe('Your name of this file; the Idempotency-Key header serves too'),
  range: codeSchema.describe(
    'The card range that the cards belong to; it says type, length, check digit, PIN and currency',
  ),
  mode: z
    .enum(['whole', 'valid'])
    .describe(
      '`whole`: nothing is made unless every row is right. `valid`: right rows are made, wrong ones are left out and told',
    ),
  encoding: encoding.optional().describe('When left out it is found out, and the answer says how'),
  separator: separator.optional().describe('When left out it is seen by the header'),
  decimalSign: decimalSign
    .optional()
    .describe('Of face values, for the whole file: with it 1,000 is no longer ambiguous'),
});

export const cardFilePathSchema = z.strictObject({ file: cardFileId });

export const cardFileSchema = z
  .strictObject({
    file: cardFileId,
    reference: clientReference,
    range: codeSchema,
    mode: z.enum(['whole', 'valid']),
    state: z
      .enum(['checking', 'checked', 'refused', 'creating', 'released', 'abandoned'])
      .describe('`checked` waits for the code; `released`: all its cards are there'),
    sha256: sha256Text,
    bytes: z.number().int(),
    understood: z
      .strictObject({
        encoding,
        encodingBy: z.enum(['told', 'bom', 'bytes', 'guessed']).describe('How the encoding became known'),
        separator,
        lineEnds: z.enum(['lf', 'crlf', 'cr', 'mixed', 'none']),
        columns: z.array(z.string()),
        decimalSign: decimalSign.optional(),
      })
      .optional()
      .describe('How the file was read; look at it before you send the code'),
    rows: z.strictObject({
      total: z.number().int(),
      wrong: z.number().int(),
      done: z.number().int().describe('Cards made so far, while it is `creating`'),
    }),
    refusal: z
      .strictObject({ code: z.string(), detail: z.string(), facts: z.record(z.string(), z.string()).optional() })
      .optional()
      .describe('Why the file as a whole was refused'),
    batch: batchId.optional(),
    requestedAt: instantText,
    checkedAt: instantText.optional(),
    confirmedAt: instantText.optional(),
    endedAt: instantText.optional(),
    repeated: z.boolean().optional(),
  })
  .meta({ id: 'CardFile', description: 'A file of cards on its way to become a batch.' });

export const cardFilePageSchema = page(cardFileSchema).meta({ id: 'CardFilePage' });
export const cardFileListQuery = pageQuery;
export const cardFileErrorsQuery = pageQuery;

export const cardFileErrorsSchema = page(
  z.strictObject({
    line: z
      .number()
      .int()
      .describe("The file's own line number, from 1; a row with line ends in it has that of its first line"),
    column: z.string().optional(),
    code: z.string().describe('Does not change: `number.twice`'),
    message: z.string(),
  }),
).meta({ id: 'CardFileErrors', description: 'What is wrong with the rows; never what stands in them.' });

export const cardFileCodeSchema = z
  .strictObject({ sentTo: z.string().describe('The registered address, masked'), expiresAt: instantText })
  .meta({ id: 'CardFileCode' });

export const cardFileConfirmSchema = z
  .strictObject({ code: z.string().regex(/^\d{6,12}$/, 'Digits, as in the mail') })
  .meta({ id: 'CardFileConfirmation' });

export const cardTemplatePathSchema = z.strictObject({ type: z.enum(['discount', 'bonus', 'multi', 'gift']) });
export const cardColumnsSchema = z
  .strictObject({
    columns: z.array(z.strictObject({ name: z.string(), isRequired: z.boolean(), text: z.string() })),
    limits: z.strictObject({ bytes: z.number().int(), rows: z.number().int(), recordCharacters: z.number().int() }),
  })
  .meta({ id: 'CardFileFormat', description: 'The format of card files.' });

export const cardContactQuery = z.strictObject({
  partner: codeSchema.optional().describe('A partner as client; the tenant itself when left out'),
});
export const cardContactInputSchema = z
  .strictObject({
    reference: clientReference.optional(),
    partner: codeSchema.optional(),
    email: z.string().min(3).max(254),
  })
  .meta({ id: 'CardContactChange' });
export const cardContactSchema = z
  .strictObject({ email: z.string().describe('Masked'), changedAt: instantText })
  .meta({ id: 'CardContact', description: 'The registered address to which codes of card files go.' });
export const cardContactAskedSchema = z
  .strictObject({
    email: z.string().describe('Masked'),
    approval: idText('appr').describe('What a second person approves; until then the address of before holds'),
    repeated: z.boolean(),
  })
  .meta({ id: 'CardContactAsked' });

export const cardOrderSchema = z
  .strictObject({
    reference: clientReference.optional().describe('Your name of this order; the Idempotency-Key header serves too'),
    range: codeSchema,
    source: z.enum(['api', 'form']).default('api').describe('`form`: a person makes them by hand, and says why'),
    reason: z.string().min(1).max(200).optional().describe('Needed for `form`'),
    cards: z
      .array(
        z.strictObject({
          number: cardNumberText.optional().describe('Drawn by the range when left out'),
          pin: z.string().max(16).optional().describe('Drawn when left out, where cards of the range have one'),
          serial: z.string().max(40).optional().describe('Your own serial'),
          phone: phoneText.optional(),
          memberExternalId: z.string().min(1).max(100).optional(),
          faceValue: quantityText.optional().describe("Of gift cards, in the range's currency"),
          validUntil: localDateText.optional(),
          note: z.string().max(200).optional(),
        }),
      )
      .min(1)
      .max(100),
    links: z.boolean().default(false).describe('Answer with a link and pass addresses of each card, to hand out'),
  })
  .refine(({ source, reason }) => source === 'api' || reason !== undefined, 'A form needs a reason')
  .meta({
    id: 'CardOrder',
    description: 'A few cards, made while you wait. For more, upload a file or order a batch.',
  });

const cardLinkFields = {
  link: z
    .string()
    .optional()
    .describe(
      'One-time: who claims the card by it first has it on his phone. That of a gift card shows nothing before the card is activated',
    ),
  passes: z
    .strictObject({ apple: z.string().optional(), google: z.string().optional() })
    .optional()
    .describe('Addresses of the passes, where the program has certificates for them; until the card is claimed'),
};

export const cardOrderAnswerSchema = z
  .strictObject({
    batch: batchId,
    cards: z.array(
      z.strictObject({
        serial: z.number().int().describe('Place in the batch'),
        number: z.string().describe('Told by this answer and its repeats alone; stored as a digest'),
        pin: z.string().optional(),
        ...cardLinkFields,
      }),
    ),
    linksUntil: instantText.optional().describe('When the links end'),
    madeAt: instantText,
    repeated: z.boolean(),
  })
  .meta({ id: 'CardOrderAnswer' });

export const madeBatchPathSchema = z.strictObject({ batch: batchId });
export const cardLinksInputSchema = z
  .strictObject({ hours: z.int().min(1).max(87_600).optional().describe('How long they live; a year when left out') })
  .meta({ id: 'CardLinksOpening' });
export const cardLinksSchema = z
  .strictObject({ batch: batchId, linksUntil: instantText })
  .meta({ id: 'CardLinks', description: 'The cards of a batch have links; they stand in its `links.csv`.' });
export const cardLinksRevokeSchema = z
  .strictObject({ serial: z.int().min(1).max(10_000_000).optional().describe('One card; all when left out') })
  .meta({ id: 'CardLinksRevocation' });
export const cardLinksRevokedSchema = z.strictObject({ batch: batchId, revoked: z.literal(true) });

export const cardLinkSendSchema = z
  .strictObject({
    reference: clientReference.optional().describe('Your name of this sending; the Idempotency-Key header serves too'),
    serial: z.int().min(1).max(10_000_000),
    to: z.union([z.strictObject({ phone: phoneText }), z.strictObject({ email: z.email().max(254) })]),
    language: z.enum(['en', 'es']).default('en'),
  })
  .meta({ id: 'CardLinkSending' });
const sentFields = {
  delivery: idText('dlv').optional().describe('Of a gift card: the delivery, by which it is followed'),
  message: z.string().optional().describe('Of a link: the message, by which it is followed'),
};
export const cardLinkSentSchema = z
  .strictObject({ serial: z.int(), ...sentFields, state: z.string(), repeated: z.boolean() })
  .meta({ id: 'CardLinkSent' });
export const madeCardsSendSchema = z
  .strictObject({
    after: z.int().min(0).default(0).describe('Begin behind this serial'),
    limit: z.int().min(1).max(200).default(100).describe('How many cards to look at'),
    language: z.enum(['en', 'es']).default('en'),
  })
  .meta({ id: 'MadeCardsSending' });
export const madeCardsSentSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        serial: z.int(),
        ...sentFields,
        state: z.string().optional(),
        repeated: z.boolean().optional(),
        refusal: z.strictObject({ code: z.string(), facts: z.record(z.string(), z.string()).optional() }).optional(),
      }),
    ),
    withoutPhone: z.int().describe('Cards looked at that name no phone, nor a member who has proved one'),
    next: z.int().optional().describe('Go on with `after`; absent at the end'),
  })
  .meta({ id: 'MadeCardsSent' });
