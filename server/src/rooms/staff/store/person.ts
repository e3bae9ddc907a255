import type { Email } from '../../../kernel/email.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Language, Person, PersonState } from '../person.ts';

type PersonRow = {
  person: bigint;
  tenant_id: number;
  name: string;
  email: Email;
  language: Language;
  state: PersonState;
  made_at: Instant;
};

const COLUMNS = 'person, tenant_id, name, email, language, state, made_at';

const fromRow = (row: PersonRow): Person =>
  Object.freeze({
    person: row.person,
    tenant: row.tenant_id,
    name: row.name,
    email: row.email,
    language: row.language,
    state: row.state,
    madeAt: row.made_at,
  });

// $1 tenant, $2 name, $3 email, $4 language, $5 state, $6 made at
const insertRow = statement<PersonRow>(
  'staff.insertPerson',
  `insert into staff.person (tenant_id, name, email, language, state, made_at) values ($1, $2, $3, $4, $5, $6)
   on conflict (tenant_id, email) do nothing
   returning ${COLUMNS}`,
);

const selectOne = statement<PersonRow>(
  'staff.selectPerson',
  `select ${COLUMNS} from staff.person where tenant_id = $1 and person = $2`,
);

const selectOneLocked = statement<PersonRow>(
  'staff.selectPersonLocked',
  `select ${COLUMNS} from staff.person where tenant_id = $1 and person = $2 for no key update`,
);

const selectByEmail = statement<PersonRow>(
  'staff.selectPersonByEmail',
  `select ${COLUMNS} from staff.person where tenant_id = $1 and email = $2`,
);

const selectPage = statement<PersonRow>(
  'staff.selectPeople',
  `select ${COLUMNS} from staff.person where tenant_id = $1 and person > $2 order by person limit $3`,
);

const updateRow = statement<PersonRow>(
  'staff.updatePerson',
  `update staff.person set name = $3, language = $4, state = $5 where tenant_id = $1 and person = $2 returning ${COLUMNS}`,
);

const selectNameRows = statement<{ person: bigint; name: string }>(
  'staff.selectNames',
  'select person, name from staff.person where tenant_id = $1 and person = any($2::bigint[])',
);

const selectFieldKeyRow = statement<{ field_key: Buffer | null }>(
  'staff.selectFieldKey',
  'select field_key from staff.person where tenant_id = $1 and person = $2',
);

const updateFieldKeyRow = statement(
  'staff.updateFieldKey',
  'update staff.person set field_key = $3 where tenant_id = $1 and person = $2',
);

/** Gives the new person, or undefined when somebody of the tenant has the address. */
export const insertPerson = async (tx: Tx, row: Omit<Person, 'person'>): Promise<Person | undefined> => {
  const values = [row.tenant, row.name, row.email, row.language, row.state, postgresFromInstant(row.madeAt)];
  const [inserted] = await tx.run(insertRow, values);
  return inserted && fromRow(inserted);
};

/** The person, or undefined when the tenant has none of that id. */
export const findPerson = async (queries: Queries, tenant: number, person: bigint): Promise<Person | undefined> => {
  const [row] = await queries.run(selectOne, [tenant, person]);
  return row && fromRow(row);
};

/** The person, locked until the end of the transaction. */
export const findPersonLocked = async (tx: Tx, tenant: number, person: bigint): Promise<Person | undefined> => {
  const [row] = await tx.run(selectOneLocked, [tenant, person]);
  return row && fromRow(row);
};

/** The person with that (normalised) address. */
export const findPersonByEmail = async (
  queries: Queries,
  tenant: number,
  email: string,
): Promise<Person | undefined> => {
  const [row] = await queries.run(selectByEmail, [tenant, email]);
  return row && fromRow(row);
};

/** People in the order in which they were made, one more than `limit`. */
export const selectPeople = async (
  queries: Queries,
  tenant: number,
  page: { readonly after: bigint; readonly limit: number },
): Promise<readonly Person[]> =>
  (await queries.run(selectPage, [tenant, page.after, page.limit + 1])).map((row) => fromRow(row));

/** The names of these people. */
export const selectNames = async (
  queries: Queries,
  tenant: number,
  people: readonly bigint[],
): Promise<ReadonlyMap<bigint, string>> => {
  if (people.length === 0) return new Map();
  const rows = await queries.run(selectNameRows, [tenant, [...new Set(people)]]);
  return new Map(rows.map(({ person, name }) => [person, name]));
};

/** Writes name, language and state. */
export const updatePerson = async (tx: Tx, person: Person): Promise<void> => {
  await tx.run(updateRow, [person.tenant, person.person, person.name, person.language, person.state]);
};

/** The wrapped key of the person's fields in the audit chain; undefined while there is none. */
export const findFieldKey = async (tx: Queries, tenant: number, person: bigint): Promise<Buffer | undefined> =>
  (await tx.run(selectFieldKeyRow, [tenant, person]))[0]?.field_key ?? undefined;

/** Keeps the wrapped key, or forgets it: then nobody reads those fields any more. */
export const updateFieldKey = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  key: Buffer | undefined,
): Promise<void> => {
  await tx.run(updateFieldKeyRow, [tenant, person, key ?? null]);
};
