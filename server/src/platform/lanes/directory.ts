import { type Instant, postgresFromInstant } from '../../kernel/instant.ts';
import type { Queries } from '../database/connection.ts';
import { statement } from '../database/sql.ts';
import { findSurvivors, ownerKeyText, type Owner, type OwnerKey } from './owner.ts';
import type { Sheet } from './sheet.ts';

/** A unique name in a tenant: a card number's digest, an external id. */
export type NameKey = { readonly tenant: number; readonly kind: string; readonly key: Buffer };
/** Whom a name means. `subject` is the named thing (a card) where that is not the owner itself, else 0. */
export type Named = NameKey & OwnerKey & { readonly subject: bigint };
/** What a look-up adds: how the owner stood when it was read, which a batch proves under the lock. */
export type AsFound<T> = T & Pick<Owner, 'revision' | 'state' | 'kind'>;

/** Who has or had a phone. */
export type PhoneKey = { readonly tenant: number; readonly key: Buffer };
export type PhoneHolder = PhoneKey &
  OwnerKey & { readonly isVerified: boolean; readonly heldFrom: Instant; readonly heldUntil: Instant };

const nameText = (key: NameKey): string => `${key.tenant}/${key.kind}/${key.key.toString('latin1')}`;
const phoneText = (key: PhoneKey): string => `${key.tenant}/${key.key.toString('latin1')}`;

type Standing = Pick<Owner, 'revision' | 'state' | 'kind'>;
type NameRow = Standing & {
  place: bigint;
  lane: number;
  owner: bigint;
  subject: bigint;
};
type PhoneRow = Standing & {
  tenant_id: number;
  key: Buffer;
  lane: number;
  owner: bigint;
  is_verified: boolean;
  held_from: Instant;
  held_until: Instant;
};

const findNames = statement<NameRow>(
  'lanes.findNames',
  `select wanted.place, known.lane, known.owner, known.subject, held.revision, held.state, held.kind
     from unnest($1::int[], $2::text[], $3::bytea[]) with ordinality as wanted(tenant_id, kind, key, place)
     join lanes.name as known using (tenant_id, kind, key)
     join lanes.owner as held on held.lane = known.lane and held.owner = known.owner`,
);

const findPhones = statement<PhoneRow>(
  'lanes.findPhones',
  `select known.tenant_id, known.key, known.lane, known.owner, known.is_verified, known.held_from, known.held_until,
          held.revision, held.state, held.kind
     from unnest($1::int[], $2::bytea[]) as wanted(tenant_id, key)
     join lanes.phone as known using (tenant_id, key)
     join lanes.owner as held on held.lane = known.lane and held.owner = known.owner
    where known.held_until = 'infinity'`,
);

const writeNames = statement(
  'lanes.writeNames',
  `insert into lanes.name (tenant_id, kind, key, lane, owner, subject)
   select * from unnest($1::int[], $2::text[], $3::bytea[], $4::int[], $5::bigint[], $6::bigint[])`,
);

const moveNames = statement(
  'lanes.moveNames',
  `update lanes.name as known set lane = moved.lane, owner = moved.owner, subject = moved.subject
     from unnest($1::int[], $2::text[], $3::bytea[], $4::int[], $5::bigint[], $6::bigint[])
       as moved(tenant_id, kind, key, lane, owner, subject)
    where known.tenant_id = moved.tenant_id and known.kind = moved.kind and known.key = moved.key`,
);

const writePhones = statement(
  'lanes.writePhones',
  `insert into lanes.phone (tenant_id, key, lane, owner, is_verified, held_from, held_until)
   select * from unnest($1::int[], $2::bytea[], $3::int[], $4::bigint[], $5::boolean[], $6::timestamptz[], $7::timestamptz[])
   on conflict (tenant_id, key, owner, held_from)
     do update set is_verified = excluded.is_verified, held_until = excluded.held_until`,
);

/** The unique index whose violation means: somebody else has verified this phone meanwhile. */
export const PHONE_CONFLICT = 'phone_one_verified_holder';
/** The unique key whose violation means: the card number or external id was taken meanwhile. */
export const NAME_CONFLICT = 'name_pkey';

/** A name as found: `name` says what was asked, `kind` and the rest how its owner stood. */
export type NameFound = Standing & OwnerKey & { readonly name: NameKey; readonly subject: bigint };
/** A holder of a phone as found. */
export type HolderFound = AsFound<PhoneHolder>;

/** Looks names up, by their text. A name of somebody who was merged leads to whoever goes on for him. */
export async function lookUpNames(queries: Queries, keys: readonly NameKey[]): Promise<Map<string, NameFound>> {
  const rows = await queries.run(findNames, [
    keys.map((key) => key.tenant),
    keys.map((key) => key.kind),
    keys.map((key) => key.key),
  ]);
  const found = new Map<string, NameFound>();
  const survivors = await findSurvivors(
    queries,
    rows.filter((row) => row.state === 'merged'),
  );
  for (const row of rows) {
    // Told by its place among the keys: to send each back took the database a microsecond, and us another.
    const { tenant, kind: nameKind, key } = keys[Number(row.place) - 1]!;
    const name = { tenant, kind: nameKind, key };
    const whose = row.state === 'merged' ? (survivors.get(ownerKeyText(row)) ?? row) : row;
    const { lane, owner, revision, state, kind } = whose;
    // Each by its name: what a rest leaves out costs the engine a slow copy, once for each sale.
    found.set(nameText(name), { name, lane, owner, subject: row.subject, revision, state, kind });
  }
  return found;
}

/** Looks the current holders of phones up: none, one, or several. */
export async function lookUpPhones(queries: Queries, keys: readonly PhoneKey[]): Promise<Map<string, HolderFound[]>> {
  const found = new Map<string, HolderFound[]>();
  for (const row of await queries.run(findPhones, [keys.map((key) => key.tenant), keys.map((key) => key.key)])) {
    const { tenant_id, is_verified, held_from, held_until, ...rest } = row;
    const holder = { ...rest, tenant: tenant_id, isVerified: is_verified, heldFrom: held_from, heldUntil: held_until };
    const text = phoneText(holder);
    found.set(text, [...(found.get(text) ?? []), holder]);
  }
  return found;
}

type NameOfOwner = NameRow & { tenant_id: number; name_kind: string; key: Buffer };

const NAMES_A_PAGE = 500;

// A page behind a name, in the order of their key.
const findNamesBehind = statement<NameOfOwner>(
  'lanes.findNamesBehind',
  `select known.tenant_id, known.kind as name_kind, known.key, known.lane, known.owner, known.subject, held.revision, held.state, held.kind
     from lanes.name as known
     join lanes.owner as held on held.lane = known.lane and held.owner = known.owner
    where (known.tenant_id, known.kind, known.key) > ($1, $2, $3::bytea)
    order by known.tenant_id, known.kind, known.key
    limit ${NAMES_A_PAGE}`,
);

/** All names of all tenants, page by page. Whoever was merged is left out: his name takes a walk. */
export async function* recallNames(queries: Queries): AsyncGenerator<NameFound[]> {
  let last: NameKey = { tenant: 0, kind: '', key: Buffer.alloc(0) };
  for (;;) {
    const rows = await queries.run(findNamesBehind, [last.tenant, last.kind, last.key]);
    const found = rows.map(({ tenant_id, name_kind, key, lane, owner, subject, revision, state, kind }) => {
      const name = { tenant: tenant_id, kind: name_kind, key };
      return { name, lane, owner, subject, revision, state, kind };
    });
    yield found.filter(({ state }) => state === 'active');
    const end = found.at(-1);
    if (!end || found.length < NAMES_A_PAGE) return;
    last = end.name;
  }
}

export const nameSheet: Sheet<NameKey, Named> & { readonly text: typeof nameText } = {
  name: 'lanes.name',
  keyOf: nameText,
  text: nameText,
  async load(tx, keys, facts) {
    for (const { name, lane, owner, subject } of (await lookUpNames(tx, keys)).values()) {
      facts.fill(nameSheet, name, { ...name, lane, owner, subject });
    }
  },
  write(tx, changes) {
    const columns = (rows: readonly Named[]): unknown[] => [
      rows.map((row) => row.tenant),
      rows.map((row) => row.kind),
      rows.map((row) => row.key),
      rows.map((row) => row.lane),
      rows.map((row) => row.owner),
      rows.map((row) => row.subject),
    ];
    const added = changes.filter((change) => change.before === undefined).map((change) => change.after);
    const moved = changes.filter((change) => change.before !== undefined).map((change) => change.after);
    return [
      ...(added.length > 0 ? [tx.run(writeNames, columns(added))] : []),
      ...(moved.length > 0 ? [tx.run(moveNames, columns(moved))] : []),
    ];
  },
};

/** The current holders of a phone, as one row. Writing it writes the holders that changed. */
export type PhoneHolders = PhoneKey & { readonly holders: readonly PhoneHolder[] };

export const phoneSheet: Sheet<PhoneKey, PhoneHolders> & { readonly text: typeof phoneText } = {
  name: 'lanes.phone',
  keyOf: phoneText,
  text: phoneText,
  async load(tx, keys, facts) {
    const found = await lookUpPhones(tx, keys);
    for (const key of keys) facts.fill(phoneSheet, key, { ...key, holders: found.get(phoneText(key)) ?? [] });
  },
  write(tx, changes) {
    // Holders that leave are written before those that come: the partial unique index is checked row by row.
    const changed = changes
      .flatMap(({ before, after }) => after.holders.filter((holder) => !before?.holders.includes(holder)))
      .sort((a, b) => Number(a.heldUntil) - Number(b.heldUntil));
    if (changed.length === 0) return [];
    return [
      tx.run(writePhones, [
        changed.map((row) => row.tenant),
        changed.map((row) => row.key),
        changed.map((row) => row.lane),
        changed.map((row) => row.owner),
        changed.map((row) => row.isVerified),
        changed.map((row) => postgresFromInstant(row.heldFrom)),
        changed.map((row) => postgresFromInstant(row.heldUntil)),
      ]),
    ];
  },
};
