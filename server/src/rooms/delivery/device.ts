import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { instantFromIso, MICROSECONDS_PER_SECOND } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { DeliveryDeps } from './deps.ts';
import { idOf } from './names.ts';
import { advanceDevice, findDevice, type Device } from './store/device.ts';

/** A request that a device signed: over purpose, device, moment and subject, a line each. */
export type Signed = { readonly device: string; readonly at: string; readonly signature: string };

/** How far a phone's clock may be from ours. */
const CLOCK_SECONDS_MAX = 60;

/** The bytes that a device signs. Documented for apps; changing them breaks every app. */
export const signedText = (purpose: string, { device, at }: Pick<Signed, 'device' | 'at'>, subject: string): Buffer =>
  Buffer.from(`tallystick\n${purpose}\n${device}\n${at}\n${subject}`, 'utf8');

/** Reads a public key in SPKI form, base64url. Refuses what is none, or of another kind than P-256 and Ed25519. */
export function readPublicKey(text: string): Ok<{ readonly spki: Buffer }> | Refusal<'delivery.device.key_malformed'> {
  const spki = Buffer.from(text, 'base64url');
  return keyOf(spki) ? { ok: true, spki } : refuse('delivery.device.key_malformed');
}

function keyOf(spki: Buffer): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const isCurve = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
    return isCurve || key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function isSignedBy(device: Device, text: Buffer, signature: Buffer): boolean {
  const key = keyOf(device.publicKey);
  if (!key) return false;
  try {
    // A browser's WebCrypto gives the two numbers of an ECDSA signature side by side, not as DER.
    return key.asymmetricKeyType === 'ec'
      ? verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, signature)
      : verify(null, text, key, signature);
  } catch {
    return false;
  }
}

/**
 * The device that signed a request. Refuses, without saying which: a device that is not there or has ended, a moment more than a
 * minute off, a signature that does not fit, and a moment not later than the last one, so that nothing signed counts twice.
 */
export async function proveDevice(
  deps: Pick<DeliveryDeps, 'tokens' | 'clock'>,
  queries: Queries,
  purpose: string,
  signed: Signed,
  subject: string,
): Promise<Ok<{ readonly device: Device }> | Refusal<'delivery.device.not_proved'>> {
  const refused = refuse('delivery.device.not_proved');
  const id = idOf(deps.tokens, 'device', signed.device);
  const at = instantFromIso(signed.at);
  const device = id === undefined ? undefined : await findDevice(queries, id);
  if (!device || at === undefined) return refused;
  if (Math.abs(at - deps.clock.now()) > CLOCK_SECONDS_MAX * MICROSECONDS_PER_SECOND) return refused;
  if (!isSignedBy(device, signedText(purpose, signed, subject), Buffer.from(signed.signature, 'base64url')))
    return refused;
  return (await advanceDevice(queries, device.device, at)) ? { ok: true, device } : refused;
}
