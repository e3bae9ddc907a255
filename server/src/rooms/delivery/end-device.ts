import { addSeconds, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/database/database.ts';
import { PROOF_SECONDS } from '../giftcards/index.ts';
import type { DeliveryDeps } from './deps.ts';
import { endOne, endOthersOfPhone } from './store/device.ts';
import { findUsedCodes } from './store/dynamic-code.ts';

type EndDeps = Pick<DeliveryDeps, 'giftCards'>;

/**
 * Ends the devices that a phone had before: a number changes hands, a phone is replaced. What they showed dies at once: codes that no
 * till has used, and the payments for which a till has used one and not paid yet.
 */
export async function endOtherDevices(
  deps: EndDeps,
  tx: Tx,
  who: Parameters<typeof endOthersOfPhone>[1],
  at: Instant,
): Promise<void> {
  await endWhatTheyShowed(deps, tx, await endOthersOfPhone(tx, who, at), at);
}

/** Ends one device, and what it showed, as `endOtherDevices` does. A second time is nothing. */
export async function endDevice(deps: EndDeps, tx: Tx, device: bigint, at: Instant): Promise<void> {
  await endWhatTheyShowed(deps, tx, await endOne(tx, device, at), at);
}

async function endWhatTheyShowed({ giftCards }: EndDeps, tx: Tx, ended: readonly bigint[], at: Instant): Promise<void> {
  if (ended.length === 0) return;
  const used = await findUsedCodes(tx, ended, addSeconds(at, -PROOF_SECONDS));
  if (used.length > 0) await giftCards.endProofs(tx, used, at);
}
