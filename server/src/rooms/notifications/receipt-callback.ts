import { createHmac, timingSafeEqual } from 'node:crypto';
import { MICROSECONDS_PER_SECOND } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { receiptOf } from './channels/http-gateway.ts';
import { senderOf } from './claim.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { noteReceipt } from './receive.ts';
import { findSender } from './store/sender.ts';

/** What a gateway posts: whose gateway it is, the body byte by byte, and its signature. */
export type Callback = {
  /** The name of the tenant's gateway, as the address holds it. */
  readonly gateway: string;
  readonly atSeconds: number;
  /** Hexadecimal. */
  readonly signature: string;
  readonly body: string;
};

/** A signature holds so long, both ways: clocks differ, and a call back that was overheard is soon worth nothing. */
const SIGNATURE_SECONDS = 300;
const TENANT_PREFIX = 'gwy';

/** The name of a tenant in the address of its call back. */
export const gatewayToken = ({ tokens }: Pick<NotificationDeps, 'tokens'>, tenant: number): string =>
  tokens.encode(TENANT_PREFIX, 0, BigInt(tenant));

/** HMAC-SHA-256 of `<seconds>.<body>`. */
const signatureOf = (secret: string, atSeconds: number, body: string): Buffer =>
  createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest();

/**
 * Takes a gateway's call back about a message. Refuses, by one and the same answer, an unknown address, a wrong signature and an old
 * one. A body that says nothing which ends a message is taken and means nothing.
 */
export async function acceptCallback(
  deps: NotificationDeps,
  { gateway, atSeconds, signature, body }: Callback,
): Promise<Ok<object> | Refusal<'notifications.receipt.not_signed'>> {
  const tenant = Number(deps.tokens.decode(TENANT_PREFIX, gateway)?.id ?? 0n);
  const row = tenant === 0 ? undefined : await findSender(deps.database, tenant, 'sms');
  const settings = row && senderOf(deps, row).settings;
  const secret = settings?.protocol === 'http' ? settings.receipts?.secret : undefined;
  const expected = signatureOf(secret ?? '', atSeconds, body);
  const given = Buffer.from(signature, 'hex');
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  const age = Math.abs(deps.clock.now() / MICROSECONDS_PER_SECOND - atSeconds);
  if (secret === undefined || settings?.protocol !== 'http' || !isSigned || age > SIGNATURE_SECONDS) {
    return refuse('notifications.receipt.not_signed');
  }
  const receipt = receiptOf(settings, jsonOf(body));
  if (receipt) await noteReceipt(deps, tenant, receipt);
  return { ok: true };
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
