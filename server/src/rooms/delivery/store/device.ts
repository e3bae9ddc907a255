import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Platform } from '../delivery.ts';

/** A member's app on one phone. */
export type Device = {
  readonly device: bigint;
  readonly tenant: number;
  readonly phoneKey: Buffer;
  readonly phoneCipher: Buffer;
  readonly publicKey: Buffer;
  readonly platform: Platform;
};

type Row = {
  device: bigint;
  tenant_id: number;
  phone_key: Buffer;
  phone_cipher: Buffer;
  public_key: Buffer;
  platform: Platform;
};

const insertRow = statement<{ device: bigint }>(
  'delivery.insertDevice',
  `insert into delivery.device (tenant_id, phone_key, phone_cipher, public_key, platform, asked_at, made_at)
   values ($1, $2, $3, $4, $5, '1970-01-01Z', $6::timestamptz) returning device`,
);

const selectRow = statement<Row>(
  'delivery.selectDevice',
  `select device, tenant_id, phone_key, phone_cipher, public_key, platform from delivery.device
    where device = $1 and ended_at is null`,
);

// Only a later moment than the last counts: so what was signed once cannot be sent twice, by whomever.
const advanceRow = statement<{ device: bigint }>(
  'delivery.advanceDevice',
  `update delivery.device set asked_at = $2::timestamptz
    where device = $1 and ended_at is null and asked_at < $2::timestamptz returning device`,
);

// A number changes hands: whoever proves it now ends the apps of whoever had it before.
const endOthers = statement<{ device: bigint }>(
  'delivery.endOtherDevices',
  `update delivery.device set ended_at = $4::timestamptz
    where tenant_id = $1 and phone_key = any($2::bytea[]) and device <> $3 and ended_at is null
   returning device`,
);

const endRow = statement<{ device: bigint }>(
  'delivery.endDevice',
  `update delivery.device set ended_at = $2::timestamptz where device = $1 and ended_at is null returning device`,
);

const selectByKey = statement<{ device: bigint }>(
  'delivery.selectDeviceByKey',
  `select device from delivery.device
    where tenant_id = $1 and phone_key = any($2::bytea[]) and public_key = $3 and ended_at is null`,
);

/** The device of a phone with that key. */
export const findDeviceByKey = async (
  queries: Queries,
  who: { readonly tenant: number; readonly phoneKeys: readonly Buffer[]; readonly publicKey: Buffer },
): Promise<bigint | undefined> =>
  (await queries.run(selectByKey, [who.tenant, who.phoneKeys, who.publicKey]))[0]?.device;

export const insertDevice = async (queries: Queries, row: Omit<Device, 'device'>, now: Instant): Promise<bigint> =>
  (
    await queries.run(insertRow, [
      ...[row.tenant, row.phoneKey, row.phoneCipher, row.publicKey, row.platform],
      postgresFromInstant(now),
    ])
  )[0].device;

export async function findDevice(queries: Queries, device: bigint): Promise<Device | undefined> {
  const [row] = await queries.run(selectRow, [device]);
  return (
    row && {
      device: row.device,
      tenant: row.tenant_id,
      phoneKey: row.phone_key,
      phoneCipher: row.phone_cipher,
      publicKey: row.public_key,
      platform: row.platform,
    }
  );
}

/** Notes that the device asked at that moment; false when it had asked then or later already. */
export const advanceDevice = async (queries: Queries, device: bigint, at: Instant): Promise<boolean> =>
  (await queries.run(advanceRow, [device, postgresFromInstant(at)])).length === 1;

/** Ends all devices of a phone but one; gives which. */
export const endOthersOfPhone = async (
  queries: Queries,
  who: { readonly tenant: number; readonly phoneKeys: readonly Buffer[]; readonly but: bigint },
  now: Instant,
): Promise<bigint[]> =>
  (await queries.run(endOthers, [who.tenant, who.phoneKeys, who.but, postgresFromInstant(now)])).map(
    ({ device }) => device,
  );

/** Ends one; a second time is nothing. Gives which. */
export const endOne = async (queries: Queries, device: bigint, now: Instant): Promise<bigint[]> =>
  (await queries.run(endRow, [device, postgresFromInstant(now)])).map((row) => row.device);
