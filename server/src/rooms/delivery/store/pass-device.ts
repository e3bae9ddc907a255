import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** Phones that one pass is told to: a card is held by one person, who has a few. */
export const PHONES_PER_PASS_MAX = 10;

const writeRow = statement<{ is_new: boolean }>(
  'delivery.writePassDevice',
  `insert into delivery.pass_device (pass, device_key, tenant_id, push_cipher, made_at) values ($1, $2, $3, $4, $5)
   on conflict (pass, device_key) do update set push_cipher = excluded.push_cipher
   returning (xmax = 0) as is_new`,
);
const dropOldest = statement(
  'delivery.dropOldestPassDevices',
  `delete from delivery.pass_device
    where pass = $1 and device_key in (
      select device_key from delivery.pass_device where pass = $1 order by made_at desc, device_key offset ${PHONES_PER_PASS_MAX})`,
);
const deleteRow = statement(
  'delivery.deletePassDevice',
  `delete from delivery.pass_device where pass = $1 and device_key = any ($2::bytea[])`,
);
const selectChanged = statement<{ pass: bigint; changed_at: Instant }>(
  'delivery.selectChangedPasses',
  `select pass, pass.changed_at
     from delivery.pass_device join delivery.pass using (pass)
     join delivery.setting on setting.tenant_id = pass.tenant_id and setting.program = pass.program
    where device_key = any ($1::bytea[]) and (pass.changed_at > $2::timestamptz or pass.changed_at > $4::timestamptz and pass.changed_at > $5::timestamptz)
      and setting.settings #>> '{apple,passType}' = $3
    order by pass.changed_at limit $6`,
);
const selectPhones = statement<{ device_key: Buffer; push_cipher: Buffer }>(
  'delivery.selectPassDevices',
  `select device_key, push_cipher from delivery.pass_device where pass = $1`,
);

/** Notes that a phone wants news of a pass; true where it did not before. Phones beyond the most that a pass has are forgotten, oldest first. */
export async function writePassDevice(
  queries: Queries,
  row: {
    readonly pass: bigint;
    readonly tenant: number;
    readonly deviceKey: Buffer;
    readonly pushCipher: Buffer;
    readonly now: Instant;
  },
): Promise<boolean> {
  const values = [row.pass, row.deviceKey, row.tenant, row.pushCipher, postgresFromInstant(row.now)];
  const [written] = await queries.run(writeRow, values);
  if (written.is_new) await queries.run(dropOldest, [row.pass]);
  return written.is_new;
}

export const deletePassDevice = (queries: Queries, pass: bigint, deviceKeys: readonly Buffer[]): Promise<unknown> =>
  queries.run(deleteRow, [pass, deviceKeys]);

/** Passes of a type that a phone has and that changed since a moment, oldest change first. */
export const changedPassesOf = async (
  queries: Queries,
  deviceKeys: readonly Buffer[],
  {
    since,
    late,
    recent,
    passType,
    limit,
  }: {
    readonly since: Instant;
    /** Changes after `recent` are told again from here on. */
    readonly late: Instant;
    readonly recent: Instant;
    readonly passType: string;
    readonly limit: number;
  },
): Promise<{ readonly pass: bigint; readonly changedAt: Instant }[]> =>
  (
    await queries.run(selectChanged, [
      ...[deviceKeys, postgresFromInstant(since), passType],
      ...[postgresFromInstant(late), postgresFromInstant(recent), limit],
    ])
  ).map(({ pass, changed_at }) => ({ pass, changedAt: changed_at }));

/** The phones that want news of a pass. */
export const phonesOfPass = async (
  queries: Queries,
  pass: bigint,
): Promise<{ readonly deviceKey: Buffer; readonly pushCipher: Buffer }[]> =>
  (await queries.run(selectPhones, [pass])).map(({ device_key, push_cipher }) => ({
    deviceKey: device_key,
    pushCipher: push_cipher,
  }));
