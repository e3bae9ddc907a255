// Messages to people: how they go out, what became of them, who wants none. Form only; what works is decided by the room.

import { z } from 'zod';
import { attributeBag, clientReference, idText, instantText, page, pageQuery, phoneText } from './common.ts';

const kind = z.enum(['email', 'sms', 'push']);
const language = z.enum(['en', 'es']);
const state = z
  .enum(['queued', 'sending', 'sent', 'delivered', 'failed', 'suppressed', 'expired'])
  .describe(
    '`sent`: the other side took it. `delivered`: it told that the person has it. `suppressed`: the person wants none',
  );
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:[\]-]+$/, 'Not a host');
const port = z.number().int().min(1).max(65_535);
const secret = z.string().min(1).max(10_000).describe('Kept encrypted and never shown; left out it stays as it is');
const text = (max: number) => z.string().min(1).max(max);

const onUnknown = z
  .enum(['hold', 'resend'])
  .default('hold')
  .describe('What is done with an SMS of which nobody knows whether it went out: nothing, or again, and perhaps twice');

const smtp = z.strictObject({
  protocol: z.literal('smtp'),
  host,
  port,
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: text(200).optional(),
  password: secret.optional(),
  fromAddress: text(254),
  fromName: text(100).optional(),
  replyTo: text(254).optional(),
  reports: z
    .strictObject({
      secret: secret.optional(),
      bounceAddress: text(254)
        .optional()
        .describe(
          'Your mailbox for bounces: each e-mail is sent from `bounces+msg_…@…` there, so that any bounce tells which it is about',
        ),
    })
    .optional()
    .describe('Bounces and complaints that your mailbox hands on, signed by the secret'),
  dkim: z
    .strictObject({ domain: text(253), selector: text(63), privateKey: secret.optional().describe('PEM') })
    .optional(),
});

const smpp = z.strictObject({
  protocol: z.literal('smpp'),
  host,
  port,
  tls: z.boolean().default(true),
  systemId: text(15),
  password: secret.optional(),
  systemType: text(12).optional(),
  senderId: text(16).describe('What the person sees: up to 11 letters and digits, a short code, or a number'),
  windowMax: z.number().int().min(1).max(100).default(10).describe('Parts on their way without an answer'),
  onUnknown,
});

const gateway = z.strictObject({
  protocol: z.literal('http'),
  url: text(2_000),
  method: z.enum(['POST', 'PUT']).default('POST'),
  format: z.enum(['json', 'form']).default('json'),
  fields: z
    .record(z.string().regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*){0,5}$/), z.string().max(500))
    .describe('The body: values with {to}, {text}, {sender} and {id}; a dot in a name makes an object in JSON'),
  headers: z.record(z.string().max(64), z.string().max(2_000)).optional().describe('All of them are secret'),
  senderId: text(16),
  idPath: text(200).optional().describe('Where the answer names the message: `messages.0.id`'),
  receipts: z
    .strictObject({
      idPath: text(200),
      statePath: text(200),
      delivered: z.array(text(50)).min(1).max(20),
      failed: z.array(text(50)).max(20),
      secret: secret.optional(),
    })
    .optional(),
  replies: z
    .strictObject({ fromPath: text(200), textPath: text(200), secret: secret.optional() })
    .optional()
    .describe('Where a call back names who answered, and what: `from`, `message.text`'),
  onUnknown,
});

const webPush = z.strictObject({
  protocol: z.literal('web_push'),
  subject: text(200).describe('`mailto:` or `https:`; whom a push service tells of trouble'),
  publicKey: text(100).optional().describe('Made here when left out'),
  privateKey: secret.optional(),
});

export const senderInputSchema = z
  .strictObject({
    settings: z.discriminatedUnion('protocol', [smtp, smpp, gateway, webPush]),
    perSecond: z.number().int().min(1).max(10_000).default(10).describe('Messages a second, all processes together'),
  })
  .meta({ id: 'MessageSenderInput' });

export const senderSchema = z
  .strictObject({
    kind,
    settings: z.record(z.string(), z.unknown()).describe('Without its secrets'),
    secretsSet: z.array(z.string()).describe('The secrets that are kept, by name'),
    perSecond: z.number().int(),
    health: z.enum(['up', 'failing', 'stopped']).describe('`stopped`: nothing is tried until `nextTryAt`'),
    failures: z.number().int().describe('In a row'),
    failingSince: instantText.optional(),
    nextTryAt: instantText.optional(),
    lastError: z.string().optional(),
    lastSentAt: instantText.optional().describe('To the minute'),
    receiptsPath: z.string().optional().describe('Where a gateway posts its receipts'),
    repliesPath: z.string().optional().describe('Where a gateway posts what people answer'),
    reportsPath: z.string().optional().describe('Where a mailbox hands bounces and complaints on'),
  })
  .meta({ id: 'MessageSender' });

export const sendersSchema = z.strictObject({ items: z.array(senderSchema) }).meta({ id: 'MessageSenders' });
export const senderPathSchema = z.strictObject({ kind });

const addressShape = {
  phone: phoneText.optional(),
  email: z.string().min(3).max(254).optional(),
  member: idText('mem').optional(),
};

export const testMessageInputSchema = z
  .strictObject({ reference: clientReference.optional(), ...addressShape, language: language.default('en') })
  .meta({ id: 'TestMessageInput', description: 'A phone for `sms`, an address for `email`, a member for `push`.' });

export const messageSchema = z
  .strictObject({
    id: idText('msg'),
    reference: z.string(),
    kind,
    template: z.string(),
    language,
    to: z.string().describe('Masked; empty once it is forgotten'),
    state,
    reason: z.string().optional(),
    via: z.string().optional(),
    attempts: z.number().int(),
    madeAt: instantText,
    stateAt: instantText,
    expiresAt: instantText,
    nextAttemptAt: instantText.optional(),
    canBeResent: z.boolean(),
  })
  .meta({ id: 'Message' });

export const messageQueuedSchema = z
  .strictObject({ id: idText('msg'), state, repeated: z.boolean() })
  .meta({ id: 'MessageQueued' });
export const messagePageSchema = page(messageSchema).meta({ id: 'MessagePage' });
export const messageQuerySchema = z.strictObject({
  ...pageQuery.shape,
  kind: kind.optional(),
  state: state.optional(),
});
export const messagePathSchema = z.strictObject({ message: idText('msg') });
export const resendInputSchema = z
  .strictObject({ reference: clientReference.optional() })
  .meta({ id: 'MessageResend' });

export const suppressionInputSchema = z
  .strictObject({
    kind: z.enum(['email', 'sms']),
    address: z.string().min(3).max(254).describe('A phone in E.164, or an e-mail address'),
    scope: z.enum(['all', 'marketing']).default('all'),
  })
  .meta({ id: 'SuppressionInput' });
export const suppressionSchema = z
  .strictObject({
    id: idText('sup'),
    kind: z.enum(['email', 'sms']),
    address: z.string().describe('Masked'),
    scope: z.enum(['all', 'marketing']),
    reason: z.enum(['opted_out', 'bounced', 'complained', 'asked']),
    madeAt: instantText,
  })
  .meta({ id: 'Suppression' });
export const suppressionPageSchema = page(suppressionSchema).meta({ id: 'SuppressionPage' });
export const suppressionPathSchema = z.strictObject({ suppression: idText('sup') });

export const pushSubscriptionInputSchema = z
  .strictObject({
    member: idText('mem'),
    endpoint: z.string().min(10).max(1_000),
    keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }),
    platform: z.enum(['ios', 'android', 'desktop', 'other']).default('other'),
  })
  .meta({
    id: 'PushSubscriptionInput',
    description: 'As `PushManager.subscribe` gives it; the same again is a sign of life.',
  });
export const pushSubscriptionSchema = z.strictObject({ id: idText('psh') }).meta({ id: 'PushSubscription' });
export const pushSubscriptionPathSchema = z.strictObject({ subscription: idText('psh') });
export const pushKeySchema = z
  .strictObject({ publicKey: z.string().describe('The `applicationServerKey` of `PushManager.subscribe`') })
  .meta({ id: 'PushKey' });

const templateCode = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+){0,5}$/, 'Not a code such as gift-card')
  .max(60);
const words = {
  subject: z.string().max(500).default('').describe('Of an e-mail, or the title of a push'),
  body: z.string().min(1).max(50_000),
  html: z.string().max(50_000).default('').describe('Of an e-mail; made from the body when left out'),
};
export const templateInputSchema = z.strictObject(words).meta({ id: 'MessageTemplateInput' });
export const templatePathSchema = z.strictObject({ template: templateCode, kind, language });
export const templateSchema = z
  .strictObject({
    template: templateCode,
    kind,
    language,
    subject: z.string(),
    body: z.string(),
    html: z.string(),
    isOwn: z.boolean(),
  })
  .meta({ id: 'MessageTemplate' });
export const templatesSchema = z.strictObject({ items: z.array(templateSchema) }).meta({ id: 'MessageTemplates' });
export const previewInputSchema = z
  .strictObject({
    ...templatePathSchema.shape,
    facts: attributeBag.default({}),
    words: templateInputSchema.optional().describe('In place of those that hold'),
  })
  .meta({ id: 'MessagePreviewInput' });
export const previewSchema = z
  .strictObject({ subject: z.string(), text: z.string(), html: z.string() })
  .meta({ id: 'MessagePreview' });

export const outboxPageSchema = page(
  z
    .strictObject({
      id: idText('msg'),
      kind,
      to: z.string(),
      subject: z.string(),
      text: z.string(),
      state,
      madeAt: instantText,
    })
    .meta({ id: 'OutboxMessage' }),
).meta({ id: 'OutboxPage' });

export const receiptPathSchema = z.strictObject({ gateway: idText('gwy') });
export const receiptTakenSchema = z.strictObject({ taken: z.literal(true) }).meta({ id: 'ReceiptTaken' });
