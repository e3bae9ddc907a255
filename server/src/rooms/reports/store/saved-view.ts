import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sort } from '../filter.ts';
import type { Keeper, SavedView, ViewAdded, ViewContent } from '../saved-view.ts';

type Row = {
  view: bigint;
  name: string;
  is_shared: boolean;
  filter: Readonly<Record<string, unknown>>;
  sort: Sort;
  is_own: boolean;
  revision: number;
};

// A person's own are hers by whichever credential; what no person keeps is its credential's.
const OWN = `coalesce(held.person = $3::bigint, held.person is null and held.credential = $2::bigint)`;
const COLUMNS = `held.view, held.name, held.is_shared, held.filter, held.sort, ${OWN} as is_own, held.revision`;

const viewOf = ({ is_shared, is_own, ...rest }: Row): SavedView => ({ ...rest, isShared: is_shared, isOwn: is_own });
const whose = ({ tenant, credential, person }: Keeper): unknown[] => [tenant, credential, person ?? null];

const selectViews = statement<Row>(
  'reports.selectViews',
  `select ${COLUMNS} from reports.saved_view as held
    where held.tenant_id = $1 and (held.is_shared or ${OWN})
    order by held.name, held.view`,
);

/** The views that somebody sees: those kept by him, and those shared in the tenant. */
export const findViews = async (queries: Queries, keeper: Keeper): Promise<SavedView[]> =>
  (await queries.run(selectViews, whose(keeper))).map(viewOf);

const insertView = statement<Row>(
  'reports.insertView',
  `insert into reports.saved_view as held (tenant_id, credential, person, name, is_shared, filter, sort, reference, made_at, changed_at)
   values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9::timestamptz, $9::timestamptz)
   on conflict (tenant_id, credential, reference) do nothing
   returning ${COLUMNS}`,
);

const selectByReference = statement<Row>(
  'reports.selectViewByReference',
  `select ${COLUMNS} from reports.saved_view as held where held.tenant_id = $1 and held.credential = $2 and held.reference = $4`,
);

/** Keeps a view. One that is there under the same reference is left as it is and given back. */
export async function addView(queries: Queries, keeper: Keeper, added: ViewAdded): Promise<SavedView> {
  const { name, isShared, filter, sort, reference, at } = added;
  const values = [name, isShared, JSON.stringify(filter), sort, reference, postgresFromInstant(at)];
  const [made] = await queries.run(insertView, [...whose(keeper), ...values]);
  if (made) return viewOf(made);
  const [known] = await queries.run(selectByReference, [...whose(keeper), reference]);
  return viewOf(known);
}

const updateView = statement<Row>(
  'reports.updateView',
  `update reports.saved_view as held
      set name = $5, is_shared = $6, filter = $7::jsonb, sort = $8, changed_at = $9::timestamptz, revision = held.revision + 1
    where held.tenant_id = $1 and held.view = $4 and ${OWN} and held.revision = $10
   returning ${COLUMNS}`,
);

/** Changes a view of one's own that still has the revision; undefined otherwise. */
export async function changeView(
  queries: Queries,
  keeper: Keeper,
  view: bigint,
  changed: ViewContent & { readonly revision: number; readonly at: Instant },
): Promise<SavedView | undefined> {
  const { name, isShared, filter, sort, at, revision } = changed;
  const values = [view, name, isShared, JSON.stringify(filter), sort, postgresFromInstant(at), revision];
  const [row] = await queries.run(updateView, [...whose(keeper), ...values]);
  return row && viewOf(row);
}

const deleteView = statement<{ view: bigint }>(
  'reports.deleteView',
  `delete from reports.saved_view as held where held.tenant_id = $1 and held.view = $4 and ${OWN} returning held.view`,
);

/** Forgets a view of one's own; false when there is none. */
export const dropView = async (queries: Queries, keeper: Keeper, view: bigint): Promise<boolean> =>
  (await queries.run(deleteView, [...whose(keeper), view])).length === 1;
