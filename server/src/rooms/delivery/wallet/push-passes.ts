import { addSeconds } from '../../../kernel/instant.ts';
import type { DeliveryDeps } from '../deps.ts';
import { openSecrets } from '../secrets.ts';
import { claimPassesToPush, passIsTold, type Pass } from '../store/pass.ts';
import { deletePassDevice, phonesOfPass } from '../store/pass-device.ts';
import { findSetting } from '../store/setting.ts';
import type { PassPusher } from './apns.ts';
import { openPushToken } from './registration.ts';

const AT_ONCE = 20;
/** Whoever has claimed a pass is done or dead by then; what Apple did not take goes out again. */
const AGAIN_SECONDS = 120;

/** Tells phones that a pass has news, and gives of how many passes. What is not taken is told again; a phone that is gone is forgotten. */
export async function pushPasses(deps: DeliveryDeps, pusher: PassPusher): Promise<number> {
  const now = deps.clock.now();
  const until = addSeconds(now, AGAIN_SECONDS);
  const claimed = await claimPassesToPush(deps.database, { now, until, limit: AT_ONCE });
  for (const pass of claimed) {
    if (await tellPhones(deps, pusher, pass)) await passIsTold(deps.database, pass.pass, until);
  }
  return claimed.length;
}

/** True when nobody is left to be told. */
async function tellPhones(deps: DeliveryDeps, pusher: PassPusher, { pass, tenant, program }: Pass): Promise<boolean> {
  const phones = await phonesOfPass(deps.database, pass);
  if (phones.length === 0) return true;
  const kept = await findSetting(deps.database, tenant, program);
  const { appleCertificate, appleKey } = openSecrets(deps.keys, tenant, program, kept?.secrets);
  const passType = kept?.setting.apple?.passType;
  // The program makes no passes any more: there is nothing that a phone could fetch.
  if (passType === undefined || appleCertificate === undefined || appleKey === undefined) return true;
  let isDone = true;
  for (const { deviceKey, pushCipher } of phones) {
    const token = openPushToken(deps.keys, pass, pushCipher);
    const pushed = await pusher.push({ token, passType, certificate: appleCertificate, key: appleKey });
    if (pushed === 'gone') await deletePassDevice(deps.database, pass, [deviceKey]);
    if (pushed === 'later') isDone = false;
  }
  return isDone;
}
