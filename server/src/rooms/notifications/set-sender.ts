import { createPrivateKey } from 'node:crypto';
import webPush from 'web-push';
import { parseEmail } from '../../kernel/email.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { LOCAL_CHARS_MAX } from './bounce-address.ts';
import { reach, type ReachRefusal } from './channels/reach.ts';
import { senderOf } from './claim.ts';
import type { Kind } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import {
  PROTOCOLS,
  publicSettings,
  sealSecrets,
  withKeptSecrets,
  type HttpSmsSettings,
  type Sender,
  type SenderSettings,
  type SmppSettings,
  type SmtpSettings,
  type WebPushSettings,
} from './sender.ts';
import { findSender, writeSender, type SenderRow } from './store/sender.ts';
import { traceSetting } from './trace-setting.ts';
import { changeOfWay, type ChangeOfWay } from './way-of-sender.ts';

type Wrong = Refusal<'notifications.channel.settings_wrong'>;

/** VAPID keys may be left out: they are made then, and kept. */
export type SenderInput =
  | Exclude<SenderSettings, WebPushSettings>
  | (Omit<WebPushSettings, 'publicKey'> & { readonly publicKey?: string | undefined });

export type SetSenderOutcome = Ok<{ readonly sender: Sender }> | Wrong | ReachRefusal;

const wrong = (detail: string): Wrong => refuse('notifications.channel.settings_wrong', { detail });

/**
 * Sets how a tenant sends messages of a kind, from the next message on. Secrets that are left out stay as they were. Refuses a
 * protocol of another kind, settings that cannot work, and hosts inside; whether the other side is there, a test message tells.
 */
export async function setSender(
  deps: NotificationDeps,
  tenant: number,
  kind: Kind,
  input: SenderInput,
  perSecond: number,
  by: Actor = PROGRAM_ITSELF,
): Promise<SetSenderOutcome> {
  const read = await readSender(deps, tenant, kind, input);
  if (!read.ok) return read;
  const { before, known, settings } = read;
  const { database, clock, keys } = deps;
  const row = await database.transaction(async (tx) => {
    const written = await writeSender(tx, {
      ...{ tenant, kind, perSecond, at: clock.now() },
      settings: publicSettings(settings),
      secrets: sealSecrets(keys, tenant, kind, settings),
    });
    await traceSetting(deps, tx, {
      ...{ tenant, by, act: 'notifications.sender.set', subject: `channel ${kind}` },
      before: known && before && { ...publicSettings(known), perSecond: before.per_second },
      after: { ...publicSettings(settings), perSecond },
    });
    return written;
  });
  return { ok: true, sender: senderOf(deps, row) };
}

type ReadSender = {
  readonly before: SenderRow | undefined;
  readonly known: SenderSettings | undefined;
  readonly settings: SenderSettings;
};

/** The whole settings that were asked for, and those that hold. Refuses what `setSender` does. */
async function readSender(
  deps: NotificationDeps,
  tenant: number,
  kind: Kind,
  input: SenderInput,
): Promise<Ok<ReadSender> | Wrong | ReachRefusal> {
  if (!PROTOCOLS[kind].includes(input.protocol)) return wrong(`${input.protocol} sends no messages by ${kind}.`);
  const before = await findSender(deps.database, tenant, kind);
  const known = before && senderOf(deps, before).settings;
  const settings = withKeys(withKeptSecrets(withKnownPublicKey(input, known), known));
  return (await refusedSettings(deps, settings)) ?? { ok: true, before, known, settings };
}

/** Through whose hands messages of a kind would go instead; nothing where they stay the same. Refuses what `setSender` does. */
export async function foreseeSender(
  deps: NotificationDeps,
  tenant: number,
  kind: Kind,
  input: SenderInput,
): Promise<Ok<{ readonly change: ChangeOfWay | undefined }> | Wrong | ReachRefusal> {
  const read = await readSender(deps, tenant, kind, input);
  return read.ok ? { ok: true, change: changeOfWay(read.known, read.settings) } : read;
}

// Browsers subscribed to the key: a change of the subject must not make a new one.
const withKnownPublicKey = (input: SenderInput, known: SenderSettings | undefined): SenderSettings =>
  input.protocol === 'web_push' && input.publicKey === undefined
    ? { ...input, publicKey: known?.protocol === 'web_push' ? known.publicKey : '' }
    : (input as SenderSettings);

const withKeys = (settings: SenderSettings): SenderSettings =>
  settings.protocol === 'web_push' && settings.publicKey === ''
    ? { ...settings, ...webPush.generateVAPIDKeys() }
    : settings;

async function refusedSettings(
  deps: NotificationDeps,
  settings: SenderSettings,
): Promise<Wrong | ReachRefusal | undefined> {
  switch (settings.protocol) {
    case 'smtp':
      return refusedSmtp(settings) ?? refusedHost(deps, settings.host, settings.port);
    case 'smpp':
      return refusedSenderId(settings) ?? refusedHost(deps, settings.host, settings.port);
    case 'http':
      return refusedSenderId(settings) ?? refusedGateway(deps, settings);
    case 'web_push':
      return refusedPush(settings);
  }
}

async function refusedHost(deps: NotificationDeps, host: string, port: number): Promise<ReachRefusal | undefined> {
  const reached = await reach(host, port, deps.guard);
  return reached.ok ? undefined : reached;
}

function refusedSmtp({
  fromAddress,
  replyTo,
  user,
  password,
  security,
  dkim,
  reports,
}: SmtpSettings): Wrong | undefined {
  if (!parseEmail(fromAddress).ok) return wrong('fromAddress is no e-mail address.');
  if (replyTo !== undefined && !parseEmail(replyTo).ok) return wrong('replyTo is no e-mail address.');
  if ((user === undefined) !== (password === undefined)) return wrong('user and password belong together.');
  if (user !== undefined && security === 'none') return wrong('a password is not sent over an open line.');
  if (reports && !reports.secret) return wrong('reports need a secret that signs them.');
  if (reports?.bounceAddress !== undefined && !isBounceAddress(reports.bounceAddress))
    return wrong(`reports.bounceAddress is an e-mail address with at most ${LOCAL_CHARS_MAX} characters before the @.`);
  if (dkim === undefined) return undefined;
  if (dkim.privateKey === undefined) return wrong('DKIM needs a privateKey.');
  try {
    createPrivateKey(dkim.privateKey);
    return undefined;
  } catch {
    return wrong('dkim.privateKey is no private key in PEM.');
  }
}

const isBounceAddress = (address: string): boolean =>
  parseEmail(address).ok && address.lastIndexOf('@') <= LOCAL_CHARS_MAX;

const SENDER_ID = /^([A-Za-z0-9 ]{1,11}|\+?\d{3,15})$/;

const refusedSenderId = ({ senderId }: SmppSettings | HttpSmsSettings): Wrong | undefined =>
  SENDER_ID.test(senderId) ? undefined : wrong('senderId is up to 11 letters and digits, or a number.');

async function refusedGateway(
  deps: NotificationDeps,
  settings: HttpSmsSettings,
): Promise<Wrong | ReachRefusal | undefined> {
  if (!URL.canParse(settings.url)) return wrong('url is no address.');
  const url = new URL(settings.url);
  const isSecure = url.protocol === 'https:';
  const mayBeOpen = deps.guard.allowAddress?.(url.hostname.replace(/^\[|\]$/g, '')) === true;
  if (!isSecure && !(url.protocol === 'http:' && mayBeOpen)) return wrong('url must begin with https.');
  if (url.username !== '' || url.password !== '') return wrong('url holds a password; use headers.');
  const values = Object.values(settings.fields).join(' ');
  if (!values.includes('{to}') || !values.includes('{text}')) return wrong('fields must hold {to} and {text}.');
  const names = Object.keys(settings.headers ?? {});
  if (names.some((name) => !/^[A-Za-z0-9-]{1,64}$/.test(name))) return wrong('a header has no proper name.');
  if (Object.values(settings.headers ?? {}).some((value) => !/^[\x20-\x7e]*$/.test(value))) {
    return wrong('a header holds characters that headers cannot hold.');
  }
  if (settings.receipts && !settings.receipts.secret) return wrong('receipts need a secret that signs them.');
  if (settings.replies && !settings.replies.secret) return wrong('replies need a secret that signs them.');
  return refusedHost(deps, url.hostname, url.port === '' ? (isSecure ? 443 : 80) : Number(url.port));
}

function refusedPush({ subject, publicKey, privateKey }: WebPushSettings): Wrong | undefined {
  try {
    webPush.getVapidHeaders('https://push.example.com', subject, publicKey, privateKey ?? '', 'aes128gcm');
    return undefined;
  } catch {
    // The library's sentence repeats what was given, a private key too.
    return wrong('subject begins with mailto: or https:, and the keys are a VAPID pair.');
  }
}
