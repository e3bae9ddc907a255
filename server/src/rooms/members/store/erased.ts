import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';
import type { ProfileKey } from '../profile.ts';

/** That a member was erased: what is deleted with him, and the digests by which a file is kept from bringing him back. */
export type Erased = ProfileKey & { readonly phoneKeys: readonly Buffer[]; readonly at: Instant };

const deleteProfile = statement(
  'members.deleteProfiles',
  `delete from members.profile as known using unnest($1::int[], $2::bigint[]) as gone(tenant_id, member)
    where known.tenant_id = gone.tenant_id and known.member = gone.member`,
);

const deleteConflicts = statement(
  'members.deleteConflicts',
  `delete from members.conflict as known using unnest($1::int[], $2::bigint[]) as gone(tenant_id, member)
    where known.tenant_id = gone.tenant_id and known.member = gone.member`,
);

const deleteCodes = statement(
  'members.deletePhoneCodes',
  `delete from members.phone_code as known using unnest($1::int[], $2::bytea[]) as gone(tenant_id, phone_key)
    where known.tenant_id = gone.tenant_id and known.phone_key = gone.phone_key`,
);

const insertErased = statement(
  'members.insertErased',
  `insert into members.erased (tenant_id, phone_key, erased_at)
   select * from unnest($1::int[], $2::bytea[], $3::timestamptz[])
   on conflict (tenant_id, phone_key) do update set erased_at = excluded.erased_at`,
);

const selectErased = statement<{ erased_at: Instant }>(
  'members.selectErased',
  `select erased_at from members.erased where tenant_id = $1 and phone_key = any($2::bytea[]) limit 1`,
);

/** Written last of the room: what else the batch wrote of him is deleted with the rest. Nobody reads it in a batch. */
export const erasedSheet: Sheet<ProfileKey, Erased> = {
  name: 'members.erased',
  keyOf: ({ tenant, member }) => `${tenant}/${member}`,
  load: async () => undefined,
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    const who = [rows.map((row) => row.tenant), rows.map((row) => row.member)];
    const names = rows.flatMap(({ tenant, phoneKeys, at }) =>
      phoneKeys.map((key) => ({ tenant, key, at: postgresFromInstant(at) })),
    );
    const tenants = names.map((name) => name.tenant);
    const keys = names.map((name) => name.key);
    return [
      tx.run(deleteProfile, who),
      tx.run(deleteConflicts, who),
      tx.run(deleteCodes, [tenants, keys]),
      tx.run(insertErased, [tenants, keys, names.map((name) => name.at)]),
    ];
  },
};

const selectBack = statement<{ lane: number; owner: bigint }>(
  'members.selectErasedWhoAreBack',
  `select held.lane, held.owner
     from unnest($1::int[], $2::int[], $3::bigint[], $4::timestamptz[]) as gone(tenant_id, lane, owner, enrolled_at)
     join lanes.owner as held on held.lane = gone.lane and held.owner = gone.owner and held.tenant_id = gone.tenant_id
     join members.member as known on known.lane = gone.lane and known.member = gone.owner
      and known.enrolled_at = gone.enrolled_at
    where held.state = $5`,
);

const rememberErased = statement(
  'members.rememberErased',
  `insert into members.erased (tenant_id, phone_key, erased_at)
   select gone.* from unnest($1::int[], $2::bytea[], $3::timestamptz[]) as gone(tenant_id, phone_key, erased_at)
     join programs.tenant as there on there.tenant_id = gone.tenant_id
   on conflict (tenant_id, phone_key) do nothing`,
);

/** A member as a list outside the database names him: his number may be somebody else's in a restored one, his enrolment is not. */
export type ErasedMember = OwnerKey & { readonly tenant: number; readonly enrolledAt: Instant };

/** Which of these members are in that state. */
export const findAmongErased = async <Erased extends ErasedMember>(
  queries: Queries,
  members: readonly Erased[],
  state: 'active' | 'erased',
): Promise<readonly Erased[]> => {
  const columns = [
    members.map((one) => one.tenant),
    members.map((one) => one.lane),
    members.map((one) => one.owner),
    members.map((one) => postgresFromInstant(one.enrolledAt)),
  ];
  const found = new Set((await queries.run(selectBack, [...columns, state])).map(ownerKeyText));
  return members.filter((one) => found.has(ownerKeyText(one)));
};

/** Puts phones of erased persons on the guard list again, of tenants that are there. */
export const rememberPhones = async (
  queries: Queries,
  phones: readonly { readonly tenant: number; readonly key: Buffer; readonly at: Instant }[],
): Promise<void> => {
  await queries.run(rememberErased, [
    phones.map((one) => one.tenant),
    phones.map((one) => one.key),
    phones.map((one) => postgresFromInstant(one.at)),
  ]);
};

/** Whether whoever had this phone was erased. */
export const wasErased = async (queries: Queries, tenant: number, phoneKeys: readonly Buffer[]): Promise<boolean> =>
  (await queries.run(selectErased, [tenant, phoneKeys])).length > 0;
