import type { Tokens } from '../../kernel/token.ts';
import type { Actor, Audit, AuditFacts } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';

/** Who does something with cards in stock; where nobody else is named, the credential itself. */
export type Doing = { readonly tenant: number; readonly by: bigint; readonly actor?: Actor | undefined };

/** What leaves a trace; never a number or a PIN among it: serials, counts and states. */
export type StockAct = {
  readonly act: string;
  readonly batch: bigint;
  readonly before?: AuditFacts | undefined;
  readonly after?: AuditFacts | undefined;
  readonly reason?: string | undefined;
};

const NO_LANE = 0;

/** A batch as the API names it. */
export const batchName = (tokens: Tokens, batch: bigint): string => tokens.encode('cbat', NO_LANE, batch);

/** Writes what somebody did with a batch into the audit chain, last in the transaction in which it was done. Stock writes no journal row. */
export const traceStock = async (
  { audit, tokens }: { readonly audit?: Audit | undefined; readonly tokens: Tokens },
  tx: Tx,
  { tenant, by, actor }: Doing,
  { batch, ...told }: StockAct,
): Promise<void> =>
  audit?.(tx, { tenant, by: actor ?? { credential: by }, subject: `card batch ${batchName(tokens, batch)}`, ...told });
