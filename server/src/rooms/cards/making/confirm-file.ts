import { setTimeout as sleep } from 'node:timers/promises';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { isUnchanged } from './card-file-safe.ts';
import { isSameUser, type Making } from './making.ts';
import { codeDigests } from './making-code.ts';
import type { MakingDeps } from './making-deps.ts';
import type { Asking } from './send-code.ts';
import { confirmMaking, findMaking } from './store/making.ts';
import { tryCode } from './store/making-code.ts';
import { toldOfFile, traceFile } from './trace-file.ts';

/** Every no takes so long, whatever it was for: far longer than any look-up that it took. */
const ANSWER_MS = 250;

// What a code for a file that is not there is tried against: the same work, and no row.
const NOBODYS: Pick<Making, 'tenant' | 'making' | 'file' | 'requestedBy' | 'person'> = {
  tenant: 0,
  making: 0n,
  file: { name: '', sha256: Buffer.alloc(32), bytes: 0n, key: undefined },
  requestedBy: 0n,
  person: undefined,
};

export type ConfirmOutcome = Ok<{ readonly making: Making }> | Refusal<'cards.code.wrong'>;

/**
 * Uses a code up and lets the cards of its file be made. Refuses a code that is wrong, late, used, tried out, of another file, user
 * or tenant, and one whose file is not on the disk as it was checked; which of them is not told, neither by the answer nor by its
 * time.
 */
export async function confirmFile(
  deps: MakingDeps,
  asking: Asking & { readonly code: string },
): Promise<ConfirmOutcome> {
  const atLeast = sleep(ANSWER_MS);
  const confirmed = await tryToConfirm(deps, asking);
  if (confirmed) return { ok: true, making: confirmed };
  await atLeast;
  return refuse('cards.code.wrong');
}

async function tryToConfirm(
  deps: MakingDeps,
  { tenant, making: id, by, code }: Asking & { readonly code: string },
): Promise<Making | undefined> {
  const found = await findMaking(deps.database, tenant, id);
  const making = found && isSameUser(found, by) ? found : undefined;
  const digests = codeDigests(deps.keys, making ?? NOBODYS, code);
  const now = deps.clock.now();
  const isRight = await tryCode(deps.database, { making: making?.making ?? 0n, tenant }, digests, now);
  if (!making || !isRight) return undefined;
  const { key, name, sha256 } = making.file;
  // Only who has the right code comes so far, so the time of reading the file tells nobody anything.
  if (key === undefined || !(await isUnchanged(deps, { name, key, sha256 }))) return undefined;
  return deps.database.transaction(async (tx) => {
    if (!(await confirmMaking(tx, id, now))) return undefined;
    const confirmed = await findMaking(tx, tenant, id);
    const facts = { before: toldOfFile(making), ...(confirmed && { after: toldOfFile(confirmed) }) };
    await traceFile(deps, tx, making, { act: 'cards.file.confirmed', by, ...facts });
    return confirmed;
  });
}
