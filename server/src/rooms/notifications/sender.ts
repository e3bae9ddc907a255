import { decryptField, encryptField, type Keys } from '../../platform/keys.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kind } from './message.ts';

/** What is done with an SMS of which nobody knows whether it went out: nothing, or it is sent again and may come twice. */
export type OnUnknown = 'hold' | 'resend';

/** Fields named `password`, `privateKey`, `secret` and `headers` are secrets: kept encrypted, never shown. */
export type SmtpSettings = {
  readonly protocol: 'smtp';
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly fromAddress: string;
  readonly fromName?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly dkim?: DkimSettings | undefined;
  readonly reports?: ReportSettings | undefined;
};

/** Bounces and complaints, as the tenant's mailbox hands them on. */
export type ReportSettings = {
  /** Signs what is handed on. */
  readonly secret?: string | undefined;
  /** Of the mailbox that takes bounces: each e-mail is sent from an address of its own there, `bounces+msg_…@example.com`. */
  readonly bounceAddress?: string | undefined;
};

export type DkimSettings = {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey?: string | undefined;
};

export type SmppSettings = {
  readonly protocol: 'smpp';
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly systemId: string;
  readonly password?: string | undefined;
  readonly systemType?: string | undefined;
  /** What the person sees: up to 11 letters, a short code, or a number. */
  readonly senderId: string;
  /** Parts on their way without an answer. */
  readonly windowMax: number;
  readonly onUnknown: OnUnknown;
};

export type HttpSmsSettings = {
  readonly protocol: 'http';
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly format: 'json' | 'form';
  /** What the body holds: values with {to}, {text}, {sender}, {id}. A dot in a name makes an object in JSON. */
  readonly fields: Readonly<Record<string, string>>;
  /** Headers, as `authorization`; all of them are secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly senderId: string;
  /** Where the answer names the message: `messages.0.id`. */
  readonly idPath?: string | undefined;
  readonly receipts?: ReceiptSettings | undefined;
  readonly replies?: ReplySettings | undefined;
  readonly onUnknown: OnUnknown;
};

/** How the gateway's call back is read. */
export type ReceiptSettings = {
  readonly idPath: string;
  readonly statePath: string;
  readonly delivered: readonly string[];
  readonly failed: readonly string[];
  /** Signs the call back. */
  readonly secret?: string | undefined;
};

/** How what a person answers is read of the gateway's call back. */
export type ReplySettings = {
  readonly fromPath: string;
  readonly textPath: string;
  /** Signs the call back. */
  readonly secret?: string | undefined;
};

export type WebPushSettings = {
  readonly protocol: 'web_push';
  /** `mailto:` or `https:`; whom a push service tells of trouble. */
  readonly subject: string;
  readonly publicKey: string;
  readonly privateKey?: string | undefined;
};

export type SenderSettings = SmtpSettings | SmppSettings | HttpSmsSettings | WebPushSettings;

/** How a tenant sends messages of a kind, and how it is going. */
export type Sender = {
  readonly tenant: number;
  readonly kind: Kind;
  readonly settings: SenderSettings;
  readonly perSecond: number;
  readonly revision: number;
  readonly failures: number;
  /** Absent while it succeeds. */
  readonly failingSince: Instant | undefined;
  /** Nothing is tried before. */
  readonly openUntil: Instant;
  readonly lastError: string;
  readonly lastSentAt: Instant | undefined;
};

export const PROTOCOLS: Readonly<Record<Kind, readonly SenderSettings['protocol'][]>> = {
  email: ['smtp'],
  sms: ['smpp', 'http'],
  push: ['web_push'],
};

const SECRET_FIELDS = new Set(['password', 'privateKey', 'secret', 'headers']);

type Tree = { readonly [field: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (tree: Tree, isSecret: boolean): Tree =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([field, value]): [string, unknown][] => {
      if (SECRET_FIELDS.has(field)) return isSecret ? [[field, value]] : [];
      if (isTree(value)) return [[field, fieldsOf(value, isSecret)]];
      return isSecret ? [] : [[field, value]];
    }),
  );

const joined = (one: Tree, other: Tree): Tree => {
  const both: Record<string, unknown> = { ...one };
  for (const [field, value] of Object.entries(other)) {
    const before = both[field];
    both[field] = isTree(before) && isTree(value) ? joined(before, value) : value;
  }
  return both;
};

/** What may be shown. */
export const publicSettings = (settings: SenderSettings): Tree => fieldsOf(settings, false);

/** The names of the secrets that are set: `password`, `dkim.privateKey`. */
export const secretNames = (settings: SenderSettings): string[] => {
  const names = (tree: Tree, before: string): string[] =>
    Object.entries(tree).flatMap(([field, value]) =>
      isTree(value) && !SECRET_FIELDS.has(field) ? names(value, `${before}${field}.`) : [`${before}${field}`],
    );
  return names(fieldsOf(settings, true), '');
};

/** Secrets that were left out stay as they are, so that a form needs not show them to change the rest. */
export const withKeptSecrets = (given: SenderSettings, before: SenderSettings | undefined): SenderSettings =>
  before?.protocol === given.protocol
    ? (joined(onlyWhere(given, fieldsOf(before, true)), given) as unknown as SenderSettings)
    : given;

// A part that is gone takes its secrets along: no DKIM, no DKIM key.
const onlyWhere = (given: Tree, secrets: Tree): Tree =>
  Object.fromEntries(
    Object.entries(secrets).filter(
      ([field, value]) => SECRET_FIELDS.has(field) || !isTree(value) || isTree(given[field]),
    ),
  );

const contextOf = (tenant: number, kind: Kind): string => `notifications.sender.${tenant}.${kind}.secrets`;

/** The secrets as they stand in the database. */
export const sealSecrets = (keys: Keys, tenant: number, kind: Kind, settings: SenderSettings): Buffer =>
  encryptField(keys, JSON.stringify(fieldsOf(settings, true)), contextOf(tenant, kind));

/** Joins what is open and what was sealed. */
export const openSettings = (keys: Keys, tenant: number, kind: Kind, open: Tree, sealed: Buffer): SenderSettings =>
  joined(
    open,
    JSON.parse(decryptField(keys, sealed, contextOf(tenant, kind)).toString()) as Tree,
  ) as unknown as SenderSettings;
