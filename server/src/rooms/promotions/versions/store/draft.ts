import { postgresFromInstant } from '../../../../kernel/instant.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import type { Actor } from '../../../../platform/audit.ts';
import type { Queries, Tx } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';
import type { Draft } from '../draft.ts';

type Row = {
  draft: bigint;
  tenant_id: number;
  program: number;
  name: string;
  revision: number;
  base: number;
  content: Record<string, unknown>;
  state: Draft['state'];
  published_version: number | null;
  changed_at: Instant;
  changed_person: bigint | null;
  changed_credential: bigint | null;
};

const COLUMNS = `draft, tenant_id, program, name, revision, base, content, state, published_version, changed_at, changed_person,
   changed_credential`;

const fromRow = (row: Row): Draft => ({
  draft: row.draft,
  tenant: row.tenant_id,
  program: row.program,
  name: row.name,
  revision: row.revision,
  base: row.base,
  content: row.content,
  state: row.state,
  publishedVersion: row.published_version ?? undefined,
  changedAt: row.changed_at,
  changedBy: {
    ...(row.changed_person !== null && { person: row.changed_person }),
    ...(row.changed_credential !== null && { credential: row.changed_credential }),
  },
});

// $1 tenant, $2 program, $3 name, $4 base, $5 content, $6 at, $7 person, $8 credential
const insertRow = statement<Row>(
  'promotions.insertDraft',
  `insert into promotions.draft (tenant_id, program, name, base, content, changed_at, changed_person, changed_credential)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (program, name) where state = 'open' do nothing
   returning ${COLUMNS}`,
);

// $3 the revision that was seen: whoever comes second finds another one and changes nothing.
const updateRow = statement<Row>(
  'promotions.updateDraft',
  `update promotions.draft
   set revision = revision + 1, content = $4, base = $5, changed_at = $6, changed_person = $7, changed_credential = $8
   where program = $1 and name = $2 and revision = $3 and state = 'open'
   returning ${COLUMNS}`,
);

const endRow = statement<Row>(
  'promotions.endDraft',
  `update promotions.draft set state = $4, published_version = $5, changed_at = $6
   where program = $1 and draft = $2 and revision = $3 and state = 'open'
   returning ${COLUMNS}`,
);

const selectOpen = statement<Row>(
  'promotions.selectDraft',
  `select ${COLUMNS} from promotions.draft where program = $1 and name = $2 and state = 'open'`,
);

const selectById = statement<Row>(
  'promotions.selectDraftById',
  `select ${COLUMNS} from promotions.draft where program = $1 and draft = $2`,
);

const selectPage = statement<Row>(
  'promotions.selectDrafts',
  `select ${COLUMNS} from promotions.draft where program = $1 and state = 'open' and name > $2 order by name limit $3`,
);

const countOpen = statement<{ count: number }>(
  'promotions.countDrafts',
  `select count(*)::int as count from promotions.draft where program = $1 and state = 'open'`,
);

export type DraftWritten = Pick<Draft, 'tenant' | 'program' | 'name' | 'base' | 'content'> & {
  readonly at: Instant;
  readonly by: Actor;
};

const one = (rows: readonly Row[]): Draft | undefined => (rows[0] === undefined ? undefined : fromRow(rows[0]));

/** Writes a new draft; undefined where an open one has its name. */
export const insertDraft = async (tx: Tx, made: DraftWritten): Promise<Draft | undefined> =>
  one(
    await tx.run(insertRow, [
      ...[made.tenant, made.program, made.name, made.base, JSON.stringify(made.content)],
      ...[postgresFromInstant(made.at), made.by.person ?? null, made.by.credential ?? null],
    ]),
  );

/** Writes the next revision; undefined where that revision is not the open one. */
export const updateDraft = async (tx: Tx, seen: number, made: DraftWritten): Promise<Draft | undefined> =>
  one(
    await tx.run(updateRow, [
      ...[made.program, made.name, seen, JSON.stringify(made.content), made.base],
      ...[postgresFromInstant(made.at), made.by.person ?? null, made.by.credential ?? null],
    ]),
  );

/** Ends an open draft at that revision; undefined where it is another one by now. */
export const endDraft = async (
  tx: Tx,
  { program, draft, revision }: Pick<Draft, 'program' | 'draft' | 'revision'>,
  end: { readonly state: 'published' | 'discarded'; readonly version?: number; readonly at: Instant },
): Promise<Draft | undefined> =>
  one(await tx.run(endRow, [program, draft, revision, end.state, end.version ?? null, postgresFromInstant(end.at)]));

export const findDraft = async (queries: Queries, program: number, name: string): Promise<Draft | undefined> =>
  one(await queries.run(selectOpen, [program, name]));

export const findDraftById = async (queries: Queries, program: number, draft: bigint): Promise<Draft | undefined> =>
  one(await queries.run(selectById, [program, draft]));

/** Open drafts by name, one more than `limit`. */
export const selectDrafts = async (
  queries: Queries,
  program: number,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly Draft[]> => (await queries.run(selectPage, [program, page.after, page.limit + 1])).map(fromRow);

export const countDrafts = async (queries: Queries, program: number): Promise<number> =>
  (await queries.run(countOpen, [program]))[0]?.count ?? 0;
