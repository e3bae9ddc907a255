import type { Readable } from 'node:stream';
import { canonicalJson, digest } from '../../../kernel/canonical.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import { dropFile, keepFile } from './card-file-safe.ts';
import { OPEN_FILES_PER_TENANT_MAX, type Making, type MakingMode, type ToldOfFile } from './making.ts';
import type { MakingDeps } from './making-deps.ts';
import { findByReference, insertMaking } from './store/making.ts';
import { toldOfFile, traceFile } from './trace-file.ts';

/** A file as it is uploaded. */
export type FileToReceive = {
  readonly tenant: number;
  /** Of a credential that is bound to a partner; 0 else. */
  readonly partner: number;
  readonly space: bigint;
  readonly reference: string;
  readonly range: string;
  readonly mode: MakingMode;
  readonly told: ToldOfFile;
  readonly by: Actor & { readonly credential: bigint };
  readonly upload: Readable;
};

export type ReceiveOutcome =
  | Ok<{ readonly making: Making; readonly repeated: boolean }>
  | Refusal<
      | 'cards.range.unknown'
      | 'cards.range.closed'
      | 'cards.file.too_large'
      | 'cards.file.too_many_open'
      | 'operation.reference_reused'
    >;

/**
 * Takes a file of cards in; it is checked from then on, and nothing is made of it. The same file again under the same reference is
 * the same. Refuses, in this order: a range that is not there or closed, a file that is too large, a reference under which another
 * file or another order came, more open files than a tenant may have.
 */
export async function receiveFile(deps: MakingDeps, input: FileToReceive): Promise<ReceiveOutcome> {
  const range = deps.cards.settings().rangeByCode(input.tenant, input.range);
  if (!range) return refuse('cards.range.unknown', { code: input.range });
  if (range.state === 'closed') return refuse('cards.range.closed', { code: input.range });
  const kept = await keepFile(deps, input.upload);
  if (!kept.ok) return kept;
  const { file } = kept;
  const content = digest(canonicalJson([input.range, input.mode, { ...input.told }, file.sha256.toString('hex')]));
  const { tenant, partner, space, reference, mode, told, by } = input;
  const toInsert = {
    ...{ tenant, partner, space, reference, mode, told, content, range: range.range },
    file: { name: file.name, sha256: file.sha256, bytes: BigInt(file.bytes), key: file.key },
    ...{ requestedBy: by.credential, person: by.person, requestedAt: deps.clock.now() },
  };
  const made = await deps.database.transaction(async (tx) => {
    const inserted = await insertMaking(tx, toInsert, OPEN_FILES_PER_TENANT_MAX);
    const after = inserted && { ...toldOfFile(inserted), range: range.code };
    if (inserted) await traceFile(deps, tx, inserted, { act: 'cards.file.received', by, after });
    return inserted;
  });
  if (made) return { ok: true, making: made, repeated: false };
  await dropFile(deps, file.name);
  const known = await findByReference(deps.database, tenant, space, reference);
  if (!known) return refuse('cards.file.too_many_open', { max: String(OPEN_FILES_PER_TENANT_MAX) });
  return known.content.equals(content)
    ? { ok: true, making: known, repeated: true }
    : refuse('operation.reference_reused');
}
