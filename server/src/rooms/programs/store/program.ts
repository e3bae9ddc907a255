import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Policy } from '../policy.ts';
import type { Program } from '../program.ts';

// $1 tenant, $2 code, $3 name, $4 zone, $5 unit of the currency, $6 policy
const insertProgramRow = statement<{ program: number }>(
  'programs.insertProgram',
  `insert into programs.program (tenant_id, code, name, zone, currency, policy)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (tenant_id, code) do nothing
   returning program`,
);

const updatePolicyRow = statement(
  'programs.updatePolicy',
  'update programs.program set policy = $2 where program = $1',
);

const updateStateRow = statement('programs.updateState', 'update programs.program set state = $2 where program = $1');

/** Gives the new program's id, or undefined when the tenant has a program of that code. */
export const insertProgram = async (
  tx: Tx,
  row: { tenant: number; code: string; name: string; zone: string; currency: number; policy: Policy },
): Promise<number | undefined> => {
  const values = [row.tenant, row.code, row.name, row.zone, row.currency, JSON.stringify(row.policy)];
  const [inserted] = await tx.run(insertProgramRow, values);
  return inserted?.program;
};

/** Replaces the policy as a whole. */
export const updatePolicy = async (tx: Tx, program: number, policy: Policy): Promise<void> => {
  await tx.run(updatePolicyRow, [program, JSON.stringify(policy)]);
};

/** Opens or closes the program. */
export const updateState = async (tx: Tx, program: number, state: Program['state']): Promise<void> => {
  await tx.run(updateStateRow, [program, state]);
};
