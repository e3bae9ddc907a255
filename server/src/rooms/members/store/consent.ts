import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { Consent, ConsentBook } from '../consent.ts';
import type { ProfileKey } from '../profile.ts';

type Row = {
  tenant_id: number;
  member: bigint;
  purpose: string;
  channel: string;
  is_given: boolean;
  text_version: string;
  source: string;
  at: Instant;
  recorded_at: Instant;
};

const loadConsents = statement<Row>(
  'members.loadConsents',
  `select distinct on (said.tenant_id, said.member, said.purpose, said.channel)
          said.tenant_id, said.member, said.purpose, said.channel, said.is_given, said.text_version, said.source, said.at,
          said.recorded_at
     from unnest($1::int[], $2::bigint[]) as wanted(tenant_id, member)
     join members.consent as said on said.tenant_id = wanted.tenant_id and said.member = wanted.member
    order by said.tenant_id, said.member, said.purpose, said.channel, said.at desc, said.recorded_at desc`,
);

const insertConsents = statement(
  'members.insertConsents',
  `insert into members.consent (tenant_id, member, purpose, channel, is_given, text_version, source, at, recorded_at)
   select * from unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[],
                        $8::timestamptz[], $9::timestamptz[])`,
);

export const consentSheet: Sheet<ProfileKey, ConsentBook> = {
  name: 'members.consent',
  keyOf: ({ tenant, member }) => `${tenant}/${member}`,
  async load(tx, keys, facts) {
    const current = new Map<string, Consent[]>(keys.map((key) => [consentSheet.keyOf(key), []]));
    for (const row of await tx.run(loadConsents, [keys.map((key) => key.tenant), keys.map((key) => key.member)])) {
      current.get(consentSheet.keyOf({ tenant: row.tenant_id, member: row.member }))!.push({
        purpose: row.purpose,
        channel: row.channel,
        isGiven: row.is_given,
        textVersion: row.text_version,
        source: row.source,
        at: row.at,
        recordedAt: row.recorded_at,
      });
    }
    for (const key of keys)
      facts.fill(consentSheet, key, { ...key, current: current.get(consentSheet.keyOf(key))!, added: [] });
  },
  write(tx, changes) {
    const rows = changes.flatMap(({ after }) =>
      after.added.map((one) => ({ ...one, tenant: after.tenant, member: after.member })),
    );
    if (rows.length === 0) return [];
    return [
      tx.run(insertConsents, [
        rows.map((row) => row.tenant),
        rows.map((row) => row.member),
        rows.map((row) => row.purpose),
        rows.map((row) => row.channel),
        rows.map((row) => row.isGiven),
        rows.map((row) => row.textVersion),
        rows.map((row) => row.source),
        rows.map((row) => postgresFromInstant(row.at)),
        rows.map((row) => postgresFromInstant(row.recordedAt)),
      ]),
    ];
  },
};
