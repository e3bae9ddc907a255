import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Phone } from '../../../kernel/phone.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import { indexedName, nameWords } from '../name-words.ts';
import type { FieldSource, Profile, ProfileKey } from '../profile.ts';

type Row = {
  tenant_id: number;
  member: bigint;
  lane: number;
  phone: Phone | null;
  phone_verified: boolean;
  email: string | null;
  given_name: string | null;
  family_name: string | null;
  born_on: LocalDate | null;
  language: string | null;
  sources: Record<string, FieldSource>;
  changed_at: Instant;
};

const loadProfiles = statement<Row>(
  'members.loadProfiles',
  `select known.tenant_id, known.member, known.lane, known.phone, known.phone_verified, known.email, known.given_name,
          known.family_name, known.born_on, known.language, known.sources, known.changed_at
     from unnest($1::int[], $2::bigint[]) as wanted(tenant_id, member)
     join members.profile as known on known.tenant_id = wanted.tenant_id and known.member = wanted.member`,
);

const writeProfiles = statement(
  'members.writeProfiles',
  `insert into members.profile (tenant_id, member, lane, phone, phone_verified, email, given_name, family_name, born_on, language,
                                sources, changed_at, name_words)
   select tenant_id, member, lane, phone, phone_verified, email, given_name, family_name, born_on, language, sources, changed_at,
          array_to_tsvector(string_to_array(name_words, ' '))
     from unnest($1::int[], $2::bigint[], $3::int[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::date[],
                 $10::text[], $11::jsonb[], $12::timestamptz[], $13::text[])
       as told(tenant_id, member, lane, phone, phone_verified, email, given_name, family_name, born_on, language, sources, changed_at,
               name_words)
   on conflict (tenant_id, member) do update
      set phone = excluded.phone, phone_verified = excluded.phone_verified, email = excluded.email,
          given_name = excluded.given_name, family_name = excluded.family_name, born_on = excluded.born_on,
          language = excluded.language, sources = excluded.sources, changed_at = excluded.changed_at,
          name_words = excluded.name_words`,
);

export const profileSheet: Sheet<ProfileKey, Profile> = {
  name: 'members.profile',
  keyOf: ({ tenant, member }) => `${tenant}/${member}`,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadProfiles, [keys.map((key) => key.tenant), keys.map((key) => key.member)])) {
      const profile = fromRow(row);
      facts.fill(profileSheet, profile, profile);
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeProfiles, [
        rows.map((row) => row.tenant),
        rows.map((row) => row.member),
        rows.map((row) => row.lane),
        rows.map((row) => row.phone ?? null),
        rows.map((row) => row.phoneVerified),
        rows.map((row) => row.email ?? null),
        rows.map((row) => row.givenName ?? null),
        rows.map((row) => row.familyName ?? null),
        rows.map((row) => row.bornOn ?? null),
        rows.map((row) => row.language ?? null),
        rows.map((row) => JSON.stringify(row.sources)),
        rows.map((row) => postgresFromInstant(row.changedAt)),
        rows.map(foundBy),
      ]),
    ];
  },
};

/** The words by which the person is found, divided by blanks, which stand in none; null for who has told no name. */
function foundBy({ tenant, givenName, familyName }: Profile): string | null {
  const words = nameWords(givenName, familyName);
  return words.length === 0 ? null : words.map((word) => indexedName(tenant, word)).join(' ');
}

const fromRow = (row: Row): Profile => ({
  tenant: row.tenant_id,
  member: row.member,
  lane: row.lane,
  phone: row.phone ?? undefined,
  phoneVerified: row.phone_verified,
  email: row.email ?? undefined,
  givenName: row.given_name ?? undefined,
  familyName: row.family_name ?? undefined,
  bornOn: row.born_on ?? undefined,
  language: row.language ?? undefined,
  sources: row.sources,
  changedAt: row.changed_at,
});
