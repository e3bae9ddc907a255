import { addSeconds, instant, MICROSECONDS_PER_SECOND, type Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decryptField, encryptField, keyedDigest, keyedDigests, type Keys } from '../../../platform/keys.ts';
import type { DeliveryDeps } from '../deps.ts';
import { idOf, nameOf } from '../names.ts';
import { findPass, type Pass } from '../store/pass.ts';
import { changedPassesOf, deletePassDevice, writePassDevice } from '../store/pass-device.ts';
import { findSetting } from '../store/setting.ts';
import { isPassToken } from './pass-token.ts';

/** A pass as a phone names it, with the token that stands in it. */
export type NamedPass = { readonly passType: string; readonly serial: string; readonly token: string };

export type NotProved = Refusal<'delivery.pass.not_proved'>;

const DEVICE = 'delivery.pass_device';
const SERIALS_MAX = 100;
/** A change is stamped before it commits: one may show itself behind another that is younger. */
const LATE_SECONDS = 10;
const RECENT_SECONDS = 60;

const contextOf = (pass: bigint): string => `delivery.pass_device/${pass}`;

/** A phone's push token, to push by. */
export const openPushToken = (keys: Keys, pass: bigint, cipher: Buffer): string =>
  decryptField(keys, cipher, contextOf(pass)).toString('utf8');

/** The pass that a phone speaks of. One refusal for a serial that is none, another program's type and a wrong token. */
export async function findProvedPass(
  deps: Pick<DeliveryDeps, 'database' | 'keys' | 'tokens'>,
  { passType, serial, token }: NamedPass,
): Promise<Ok<{ readonly pass: Pass }> | NotProved> {
  const refused = refuse('delivery.pass.not_proved');
  const id = idOf(deps.tokens, 'pass', serial);
  if (id === undefined || !isPassToken(deps.keys, id, token)) return refused;
  const pass = await findPass(deps.database, id);
  const kept = pass && (await findSetting(deps.database, pass.tenant, pass.program));
  return pass && kept?.setting.apple?.passType === passType ? { ok: true, pass } : refused;
}

/** Notes that a phone wants to be told of news of a pass; a second time only its push token is renewed. */
export async function registerPhone(
  deps: DeliveryDeps,
  named: NamedPass,
  phone: { readonly device: string; readonly pushToken: string },
): Promise<Ok<{ readonly isNew: boolean }> | NotProved> {
  const found = await findProvedPass(deps, named);
  if (!found.ok) return found;
  const { pass, tenant } = found.pass;
  const isNew = await deps.database.transaction((tx) =>
    writePassDevice(tx, {
      ...{ pass, tenant },
      deviceKey: keyedDigest(deps.keys, phone.device, DEVICE),
      pushCipher: encryptField(deps.keys, phone.pushToken, contextOf(pass)),
      now: deps.clock.now(),
    }),
  );
  return { ok: true, isNew };
}

/** Forgets that a phone wants news of a pass; once more changes nothing. */
export async function unregisterPhone(
  deps: DeliveryDeps,
  named: NamedPass,
  device: string,
): Promise<Ok<object> | NotProved> {
  const found = await findProvedPass(deps, named);
  if (!found.ok) return found;
  await deletePassDevice(deps.database, found.pass.pass, keyedDigests(deps.keys, device, DEVICE));
  return { ok: true };
}

/** Serials of a phone's passes that changed since the tag that it was given last, and the tag of now; undefined where none did. */
export async function changedSerials(
  deps: DeliveryDeps,
  { device, passType, since }: { readonly device: string; readonly passType: string; readonly since: string },
): Promise<{ readonly serialNumbers: string[]; readonly lastUpdated: string } | undefined> {
  const changed = await changedPassesOf(deps.database, keyedDigests(deps.keys, device, DEVICE), {
    since: momentOf(since),
    late: instant(Math.max(0, momentOf(since) - LATE_SECONDS * MICROSECONDS_PER_SECOND)),
    recent: addSeconds(deps.clock.now(), -RECENT_SECONDS),
    passType,
    limit: SERIALS_MAX,
  });
  const last = changed.at(-1);
  if (!last) return undefined;
  return {
    serialNumbers: changed.map(({ pass }) => nameOf(deps.tokens, 'pass', pass)),
    lastUpdated: String(last.changedAt),
  };
}

// Our own tags are microseconds; whatever else comes means everything.
const TAG = /^\d{1,16}$/;
const momentOf = (tag: string): Instant => instant(TAG.test(tag) ? Number(tag) : 0);

/**
 * The moment of a pass's last change in whole seconds, which is all that HTTP dates know. Rounded up when nothing else can fall into
 * that second any more; else down, so that the phone asks once too often and misses nothing.
 */
export function lastModifiedOf({ changedAt }: Pick<Pass, 'changedAt'>, now: Instant): Instant {
  const after = Math.ceil(changedAt / MICROSECONDS_PER_SECOND);
  const isOver = now > (after + LATE_SECONDS) * MICROSECONDS_PER_SECOND;
  return instant((isOver ? after : after - 1) * MICROSECONDS_PER_SECOND);
}
