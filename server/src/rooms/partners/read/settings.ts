import { INSTANT_NEVER } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { createZone } from '../../../kernel/zone.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Credential } from '../credential.ts';
import type { Outlet } from '../outlet.ts';
import type { Partner } from '../partner.ts';
import type { PartnerRows } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

const selectPartners = statement<{
  partner: number;
  tenant_id: number;
  code: string;
  name: string;
  state: Partner['state'];
}>('partners.selectPartners', 'select partner, tenant_id, code, name, state from partners.partner');

const selectOutlets = statement<{
  outlet: number;
  tenant_id: number;
  partner: number;
  program: number;
  code: string;
  name: string;
  zone: string;
  cut_over_hour: number;
  groups: string[];
  state: Outlet['state'];
  lane: number;
  owner: bigint;
}>(
  'partners.selectOutlets',
  `select outlet, tenant_id, partner, program, code, name, zone, cut_over_hour, groups, state, lane, owner
   from partners.outlet`,
);

const selectTerminals = statement<{
  terminal: number;
  tenant_id: number;
  outlet: number;
  code: string;
  may_request: boolean;
  may_notify: boolean;
  has_own_references: boolean;
  state: Terminal['state'];
}>(
  'partners.selectTerminals',
  `select terminal, tenant_id, outlet, code, may_request, may_notify, has_own_references, state
   from partners.terminal`,
);

const selectCredentials = statement<{
  credential: bigint;
  tenant_id: number;
  partner: number | null;
  terminal: number | null;
  person: bigint | null;
  is_portal: boolean;
  may_person_work: boolean;
  name: string;
  digest: string;
  scopes: string[];
  state: Credential['state'];
  valid_until: Instant | null;
  made_at: Instant;
  is_confirmed: boolean;
}>(
  'partners.selectCredentials',
  `select c.credential, c.tenant_id, c.partner, c.terminal, c.person, c.is_portal,
     coalesce(p.state not in ('suspended', 'left'), true) as may_person_work, c.name,
     encode(c.secret_digest, 'hex') as digest, c.scopes, c.state, nullif(c.valid_until, 'infinity') as valid_until, c.made_at,
     c.is_confirmed
   from partners.credential c left join staff.v_person p on p.person = c.person
   order by c.credential`,
);

/** Reads all partners, outlets, terminals and credentials. */
export const readPartnerRows = async (tx: Tx): Promise<PartnerRows> => {
  const [partners, outlets, terminals, credentials] = await Promise.all([
    tx.run(selectPartners),
    tx.run(selectOutlets),
    tx.run(selectTerminals),
    tx.run(selectCredentials),
  ]);
  return {
    partners: partners.map((row): Partner =>
      Object.freeze({ partner: row.partner, tenant: row.tenant_id, code: row.code, name: row.name, state: row.state }),
    ),
    outlets: outlets.map((row): Outlet =>
      Object.freeze({
        outlet: row.outlet,
        tenant: row.tenant_id,
        partner: row.partner,
        program: row.program,
        code: row.code,
        name: row.name,
        zone: createZone(row.zone),
        cutOverHour: row.cut_over_hour,
        groups: Object.freeze(row.groups),
        state: row.state,
        lane: row.lane,
        owner: row.owner,
      }),
    ),
    terminals: terminals.map((row): Terminal =>
      Object.freeze({
        terminal: row.terminal,
        tenant: row.tenant_id,
        outlet: row.outlet,
        code: row.code,
        mayRequest: row.may_request,
        mayNotify: row.may_notify,
        hasOwnReferences: row.has_own_references,
        state: row.state,
      }),
    ),
    credentials: credentials.map((row) => ({
      digest: row.digest,
      credential: Object.freeze({
        credential: row.credential,
        tenant: row.tenant_id,
        partner: row.partner ?? undefined,
        terminal: row.terminal ?? undefined,
        person: row.person ?? undefined,
        isPortal: row.is_portal,
        mayPersonWork: row.may_person_work,
        name: row.name,
        scopes: new Set(row.scopes),
        state: row.state,
        validUntil: row.valid_until ?? INSTANT_NEVER,
        madeAt: row.made_at,
        isConfirmed: row.is_confirmed,
      }),
    })),
  };
};
