import type { Actor, Audit, AuditFacts } from '../../../platform/audit.ts';
import type { Tx } from '../../../platform/database/database.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Making } from './making.ts';

const NO_LANE = 0;

/** A card file as the audit chain keeps it: its digest and counts, nothing of its rows. */
export const toldOfFile = ({ state, mode, file, rowsTotal, rowsWrong }: Making): AuditFacts => ({
  ...{ state, mode, sha256: file.sha256.toString('hex'), bytes: Number(file.bytes), rowsTotal, rowsWrong },
});

/** Writes what somebody did with a card file into the audit chain, last in the transaction in which it was done. */
export const traceFile = async (
  { audit, tokens }: { readonly audit?: Audit | undefined; readonly tokens: Tokens },
  tx: Tx,
  { tenant, making }: Pick<Making, 'tenant' | 'making'>,
  told: {
    readonly act: `cards.file.${string}`;
    readonly by: Actor;
    readonly before?: AuditFacts;
    readonly after?: AuditFacts;
  },
): Promise<void> => audit?.(tx, { tenant, subject: `card file ${tokens.encode('cfile', NO_LANE, making)}`, ...told });
