import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Terminal } from '../terminal.ts';

// $1 tenant, $2 outlet, $3 code, $4 may request, $5 may notify, $6 has its own references
const insertTerminalRow = statement<{ terminal: number }>(
  'partners.insertTerminal',
  `insert into partners.terminal (tenant_id, outlet, code, may_request, may_notify, has_own_references)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (outlet, code) do nothing
   returning terminal`,
);

// What is not said, null, stays as it is: two changes at once of different things must both hold.
const updateTerminalRow = statement(
  'partners.updateTerminal',
  `update partners.terminal
   set may_request = coalesce($2, may_request), may_notify = coalesce($3, may_notify), state = coalesce($4, state)
   where terminal = $1`,
);

/** Gives the new terminal's id, or undefined when the outlet has a terminal of that code. */
export const insertTerminal = async (
  tx: Tx,
  row: Omit<Terminal, 'terminal' | 'state'>,
): Promise<number | undefined> => {
  const values = [row.tenant, row.outlet, row.code, row.mayRequest, row.mayNotify, row.hasOwnReferences];
  const [inserted] = await tx.run(insertTerminalRow, values);
  return inserted?.terminal;
};

/** Changes what is said. */
export const updateTerminal = async (
  tx: Tx,
  terminal: number,
  change: Partial<Pick<Terminal, 'mayRequest' | 'mayNotify' | 'state'>>,
): Promise<void> => {
  const values = [terminal, change.mayRequest ?? null, change.mayNotify ?? null, change.state ?? null];
  await tx.run(updateTerminalRow, values);
};
