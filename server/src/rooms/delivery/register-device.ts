import type { Phone } from '../../kernel/phone.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import { phoneKeys } from '../members/index.ts';
import { claimWaiting } from './claim-waiting.ts';
import type { Platform } from './delivery.ts';
import type { DeliveryDeps } from './deps.ts';
import { readPublicKey } from './device.ts';
import { sealPhone } from './sealed-phone.ts';
import { nameOf } from './names.ts';
import { endDevice, endOtherDevices } from './end-device.ts';
import { insertDevice } from './store/device.ts';
import { findHoldingsOfPhone } from './store/holding.ts';
import { findWaitingOfPhone } from './store/delivery.ts';

/** An app on a phone that was proved a moment ago, by whoever asks. */
export type DeviceToRegister = {
  readonly tenant: number;
  readonly phone: Phone;
  readonly member: OwnerKey | undefined;
  readonly publicKey: string;
  readonly platform: Platform;
};

/** A device by its id, and by the name under which it signs. */
export type RegisteredDevice = { readonly device: bigint; readonly name: string };

/**
 * Registers the app of a phone whose code was right: the cards that wait for the phone become its own, and the apps that the phone
 * had before end, since a number changes hands. Refuses a key that is none.
 */
export async function registerDevice(
  deps: DeliveryDeps,
  { tenant, phone, member, publicKey, platform }: DeviceToRegister,
): Promise<Ok<RegisteredDevice> | Refusal<'delivery.device.key_malformed'>> {
  const key = readPublicKey(publicKey);
  if (!key.ok) return key;
  const keys = phoneKeys(deps.keys, phone);
  const at = deps.clock.now();
  const device = await deps.database.transaction(async (tx) => {
    await claimWaiting(tx, { tenant, phoneKeys: keys, member }, at);
    const sealed = sealPhone(deps.keys, tenant, phone);
    const made = await insertDevice(tx, { tenant, ...sealed, publicKey: key.spki, platform }, at);
    await endOtherDevices(deps, tx, { tenant, phoneKeys: keys, but: made }, at);
    return made;
  });
  return { ok: true, device, name: nameOf(deps.tokens, 'device', device) };
}

/** Ends the app of a session that was ended: what it signs counts no more. */
export const endRegisteredDevice = (deps: DeliveryDeps, device: bigint): Promise<void> =>
  deps.database.transaction((tx) => endDevice(deps, tx, device, deps.clock.now()));

/** Whether a phone holds a gift card, or one waits for it. */
export async function holdsGiftCards({ database, keys }: DeliveryDeps, tenant: number, phone: Phone): Promise<boolean> {
  const names = phoneKeys(keys, phone);
  const [held, waiting] = await Promise.all([
    findHoldingsOfPhone(database, tenant, names),
    findWaitingOfPhone(database, tenant, names),
  ]);
  return held.length > 0 || waiting.length > 0;
}
