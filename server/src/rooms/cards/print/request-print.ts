import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Approval, Approvals } from '../../staff/index.ts';
import type { Asked, CardVerbDeps } from '../card-deps.ts';
import { batchNamed } from '../create-batch.ts';
import { approvePrint } from '../store/print.ts';

/** The kind under which the room staff keeps such requests. */
export const PRINT_RELEASE = 'cards.print.release';

export type PrintRequest = Omit<Asked, 'by'> & { readonly batch: bigint; readonly name: string; readonly actor: Actor };

/** What the room staff does for this one. */
export type SecondPerson = Pick<Approvals, 'request' | 'onApproved'>;

/** Says what a second person's yes does: it opens the file to its one download. */
export function bindPrintRelease(approvals: SecondPerson): void {
  approvals.onApproved(PRINT_RELEASE, {
    asker: () => ({ permissions: ['cards:print'] }),
    refusals: ['cards.batch.unfit_state'],
    run: async (tx, { tenant, facts, approval }) =>
      (await approvePrint(tx, tenant, BigInt(String(facts['batch'])), approval))
        ? { ok: true }
        : refuse('cards.batch.unfit_state', { state: 'printed' }),
  });
}

/** Asks a second person to open the print file of a batch. Refuses an unknown batch, one that is not whole, one whose file went out. */
export async function requestPrint(
  deps: CardVerbDeps,
  approvals: SecondPerson,
  { tenant, space, reference, batch: id, name, actor }: PrintRequest,
): Promise<Ok<{ readonly approval: Approval }> | Refusal> {
  const found = await batchNamed(deps, tenant, id);
  if (!found.ok) return found;
  const { batch } = found;
  if (batch.print.state === 'downloaded') return refuse('cards.print.downloaded');
  if (batch.state !== 'made' && batch.state !== 'released')
    return refuse('cards.batch.unfit_state', { state: batch.state });
  const range = deps.settings().range(batch.range);
  return deps.database.transaction((tx) =>
    approvals.request(tx, {
      tenant,
      kind: PRINT_RELEASE,
      reference: `${space}/${reference}`,
      subject: name,
      facts: { batch: String(id), range: range.code, quantity: batch.quantity },
      requestedBy: actor,
    }),
  );
}
