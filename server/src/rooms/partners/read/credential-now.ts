import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

type Row = {
  is_portal: boolean;
  scopes: string[];
  valid_until: Instant | null;
  is_stopped: boolean;
};

// Not from memory, which is a second old: whoever decides on somebody's behalf asks how he stands in that very transaction.
const selectNow = statement<Row>(
  'partners.selectCredentialNow',
  `select c.is_portal, c.scopes, nullif(c.valid_until, 'infinity') as valid_until,
     c.state = 'revoked' or coalesce(p.state = 'suspended', false) or coalesce(t.state = 'suspended', false) as is_stopped
   from partners.credential c
     left join partners.terminal t on t.terminal = c.terminal
     left join partners.outlet o on o.outlet = t.outlet
     left join partners.partner p on p.partner = coalesce(c.partner, o.partner)
   where c.tenant_id = $1 and c.credential = $2`,
);

/** How a credential stands at that moment. */
export type CredentialNow = {
  readonly isPortal: boolean;
  /** Revoked, past its date, or of a partner or terminal that is suspended. */
  readonly hasEnded: boolean;
  readonly scopes: ReadonlySet<string>;
};

/** How the credential stands now, as the door would find it; undefined where the tenant has none of that id. */
export const findCredentialNow = async (
  queries: Queries,
  tenant: number,
  credential: bigint,
  now: Instant,
): Promise<CredentialNow | undefined> => {
  const [row] = await queries.run(selectNow, [tenant, credential]);
  if (row === undefined) return undefined;
  const isOver = row.valid_until !== null && row.valid_until <= now;
  return { isPortal: row.is_portal, hasEnded: row.is_stopped || isOver, scopes: new Set(row.scopes) };
};
