import type { TestHouse } from './house.ts';

/** The acts in the chain of the tenant of a test house, as they came; those that are about one thing, as the API names it, where it is told. */
export async function actsOf(
  { database, tenant }: Pick<TestHouse, 'database' | 'tenant'>,
  subject?: string,
): Promise<string[]> {
  const rows = await database.query<{ act: string }>(
    'select act from staff.audit where tenant_id = $1 and ($2::text is null or subject = $2) order by seq',
    [tenant, subject ?? null],
  );
  return rows.map(({ act }) => act);
}
