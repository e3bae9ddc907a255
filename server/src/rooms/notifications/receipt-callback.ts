import { createHmac, timingSafeEqual } from 'node:crypto';
import { MICROSECONDS_PER_SECOND } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/database/database.ts';
import { jsonOf, receiptOf, replyOf } from './channels/http-gateway.ts';
import { senderOf } from './claim.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { noteReply } from './receive.ts';
import type { SenderSettings } from './sender.ts';
import { noteHeard } from './store/heard.ts';
import { applyReceipt } from './store/part.ts';
import { findSender } from './store/sender.ts';

/** What a gateway or a mailbox posts: whose it is, the body byte by byte, and its signature. */
export type Callback = {
  /** The name of the tenant's gateway, as the address holds it. */
  readonly gateway: string;
  readonly atSeconds: number;
  /** Hexadecimal. */
  readonly signature: string;
  readonly body: string | Buffer;
};

export type CallbackOutcome = Ok<object> | Refusal<'notifications.receipt.not_signed'>;

/** A signature holds so long, both ways: clocks differ, and a call back that was overheard is soon worth nothing. */
const SIGNATURE_SECONDS = 300;
const TENANT_PREFIX = 'gwy';

/** The name of a tenant in the address of its call back. */
export const gatewayToken = ({ tokens }: Pick<NotificationDeps, 'tokens'>, tenant: number): string =>
  tokens.encode(TENANT_PREFIX, 0, BigInt(tenant));

/** HMAC-SHA-256 of `<seconds>.<body>`. */
const signatureOf = (secret: string, atSeconds: number, body: string | Buffer): Buffer =>
  createHmac('sha256', secret).update(`${atSeconds}.`).update(body).digest();

/**
 * Does `work` for a call back that is signed, once: the same signature again is taken and means nothing, as whoever sends it may not
 * have heard our answer. Refuses, by one and the same answer, an unknown address, a wrong signature and an old one. `secretOf` says
 * which secret signs, where the settings have one.
 */
export async function whenSigned<Settings extends SenderSettings>(
  deps: NotificationDeps,
  { gateway, atSeconds, signature, body }: Callback,
  kind: 'sms' | 'email',
  secretOf: (settings: SenderSettings) => { readonly secret: string; readonly settings: Settings } | undefined,
  work: (tx: Tx, tenant: number, settings: Settings) => Promise<void>,
): Promise<CallbackOutcome> {
  const tenant = Number(deps.tokens.decode(TENANT_PREFIX, gateway)?.id ?? 0n);
  const row = tenant === 0 ? undefined : await findSender(deps.database, tenant, kind);
  const signing = row && secretOf(senderOf(deps, row).settings);
  const expected = signatureOf(signing?.secret ?? '', atSeconds, body);
  const given = Buffer.from(signature, 'hex');
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  const age = Math.abs(deps.clock.now() / MICROSECONDS_PER_SECOND - atSeconds);
  if (signing === undefined || !isSigned || age > SIGNATURE_SECONDS) return refuse('notifications.receipt.not_signed');
  await deps.database.transaction(async (tx) => {
    if (await noteHeard(tx, tenant, expected, deps.clock.now())) await work(tx, tenant, signing.settings);
  });
  return { ok: true };
}

/** Takes a gateway's call back about a message. A body that says nothing which ends a message is taken and means nothing. */
export const acceptCallback = (deps: NotificationDeps, callback: Callback): Promise<CallbackOutcome> =>
  whenSigned(
    deps,
    callback,
    'sms',
    (settings) => {
      const secret = settings.protocol === 'http' ? settings.receipts?.secret : undefined;
      return settings.protocol === 'http' && secret !== undefined ? { secret, settings } : undefined;
    },
    async (tx, tenant, settings) => {
      const receipt = receiptOf(settings, treeOf(callback.body));
      if (receipt) await applyReceipt(tx, tenant, receipt, deps.clock.now());
    },
  );

/** Takes what a person answered, told by a gateway: STOP and START; anything else is taken and not kept. */
export const acceptReply = (deps: NotificationDeps, callback: Callback): Promise<CallbackOutcome> =>
  whenSigned(
    deps,
    callback,
    'sms',
    (settings) => {
      const secret = settings.protocol === 'http' ? settings.replies?.secret : undefined;
      return settings.protocol === 'http' && secret !== undefined ? { secret, settings } : undefined;
    },
    async (tx, tenant, settings) => {
      const reply = replyOf(settings, treeOf(callback.body));
      if (reply) await noteReply({ ...deps, database: tx }, { tenant }, reply.from, reply.text);
    },
  );

/** A body as its fields: JSON, or a form. */
function treeOf(body: string | Buffer): unknown {
  const text = body.toString();
  return /^\s*[[{]/.test(text) ? jsonOf(text) : Object.fromEntries(new URLSearchParams(text));
}
