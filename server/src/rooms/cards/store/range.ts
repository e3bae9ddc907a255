import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Range } from '../range.ts';

type Row = {
  range: number;
  tenant_id: number;
  program: number | null;
  code: string;
  type: Range['type'];
  prefix: string;
  length: number;
  charset: Range['charset'];
  check_digit: Range['checkDigit'];
  pin_kind: Range['pinKind'];
  pin_length: number;
  pin_required: boolean;
  unit: number | null;
  face: bigint | null;
  price_list: string | null;
  track: Range['track'];
  system_of_record: Range['systemOfRecord'];
  processor: string | null;
  policy: Range['policy'];
  state: Range['state'];
};

const selectRanges = statement<Row>(
  'cards.selectRanges',
  `select range, tenant_id, program, code, type, prefix, length, charset, check_digit, pin_kind, pin_length, pin_required, unit,
          face, price_list, track, system_of_record, processor, policy, state
     from cards.range order by tenant_id, code`,
);

const selectRangeOfNumber = statement<{ range: number }>(
  'cards.selectRangeOfNumber',
  `select range from cards.range where tenant_id = $1 and length = $2 and left($3, length(prefix)) = prefix limit 1`,
);

// $1 tenant, $2 program, $3 code, $4 type, $5 prefix, $6 length, $7 charset, $8 check digit, $9 pin kind, $10 pin length,
// $11 pin required, $12 unit, $13 face, $14 price list, $15 track, $16 system of record, $17 processor, $18 policy, $19 now
const insertRangeRow = statement<{ range: number }>(
  'cards.insertRange',
  `insert into cards.range (tenant_id, program, code, type, prefix, length, charset, check_digit, pin_kind, pin_length,
                            pin_required, unit, face, price_list, track, system_of_record, processor, policy, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
   on conflict (tenant_id, code) do nothing
   returning range`,
);

const updateStateRow = statement('cards.updateRangeState', 'update cards.range set state = $2 where range = $1');

/** The constraint whose violation means: another range has some of these numbers. */
export const RANGE_OVERLAP = 'range_no_overlap';

/** Reads all ranges. */
export async function readRanges(queries: Queries): Promise<Range[]> {
  return (await queries.run(selectRanges)).map((row) =>
    Object.freeze({
      range: row.range,
      tenant: row.tenant_id,
      program: row.program ?? undefined,
      code: row.code,
      type: row.type,
      prefix: row.prefix,
      length: row.length,
      charset: row.charset,
      checkDigit: row.check_digit,
      pinKind: row.pin_kind,
      pinLength: row.pin_length,
      pinRequired: row.pin_required,
      unit: row.unit ?? undefined,
      face: row.face ?? undefined,
      priceList: row.price_list ?? undefined,
      track: row.track,
      systemOfRecord: row.system_of_record,
      processor: row.processor ?? undefined,
      policy: row.policy,
      state: row.state,
    }),
  );
}

/** Whether a tenant has a range in whose interval a number lies, by the database and not by what this process has read. */
export const rangeIsThere = async (queries: Queries, tenant: number, number: string): Promise<boolean> =>
  (await queries.run(selectRangeOfNumber, [tenant, number.length, number])).length > 0;

/** The new range's id; undefined when the tenant has one of that code. */
export async function insertRange(
  tx: Tx,
  row: Omit<Range, 'range' | 'state'>,
  now: Instant,
): Promise<number | undefined> {
  const numbers = [row.prefix, row.length, row.charset, row.checkDigit, row.pinKind, row.pinLength, row.pinRequired];
  const money = [row.unit ?? null, row.face ?? null, row.priceList ?? null];
  const ways = [JSON.stringify(row.track), row.systemOfRecord, row.processor ?? null, JSON.stringify(row.policy)];
  const whose = [row.tenant, row.program ?? null, row.code, row.type];
  const [made] = await tx.run(insertRangeRow, [...whose, ...numbers, ...money, ...ways, postgresFromInstant(now)]);
  return made?.range;
}

/** Opens or closes a range. */
export const updateRangeState = async (tx: Tx, range: number, state: Range['state']): Promise<void> => {
  await tx.run(updateStateRow, [range, state]);
};
