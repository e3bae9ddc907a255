import { decryptField, encryptField, keyedDigest, type Keys } from '../../platform/keys.ts';
import type { PushTarget } from './push-subscription.ts';

type Subscribed = Omit<PushTarget, 'subscription'>;

const contextOf = (tenant: number, endpointKey: Buffer): string =>
  `notifications.subscription.${tenant}.${endpointKey.toString('hex')}`;

/** By which the same browser is known again. */
export const endpointKey = (keys: Keys, endpoint: string): Buffer =>
  keyedDigest(keys, endpoint, 'notifications.subscription');

/** A browser's address and keys as they stand in the database. */
export const sealTarget = (keys: Keys, tenant: number, { endpoint, keys: own }: Subscribed): Buffer =>
  encryptField(keys, JSON.stringify({ endpoint, keys: own }), contextOf(tenant, endpointKey(keys, endpoint)));

/** Reads what `sealTarget` wrote. */
export const openTarget = (
  keys: Keys,
  tenant: number,
  row: { readonly subscription: bigint; readonly endpoint_key: Buffer; readonly sealed: Buffer },
): PushTarget => {
  const opened = decryptField(keys, row.sealed, contextOf(tenant, row.endpoint_key)).toString();
  return { subscription: row.subscription, ...(JSON.parse(opened) as Subscribed) };
};
