import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const selectNames = statement<{ tenant_id: number; code: string }>(
  'segments.selectNames',
  'select tenant_id, code from segments.segment',
);

/** The codes of all segments by tenant: settings, a thousand of a tenant at most. */
export async function readSegmentNames(queries: Queries): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const names = new Map<number, Set<string>>();
  for (const { tenant_id, code } of await queries.run(selectNames))
    names.set(tenant_id, (names.get(tenant_id) ?? new Set()).add(code));
  return names;
}
