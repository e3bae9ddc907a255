import type { Phone } from '../../../kernel/phone.ts';
import type { Actor, AuditFacts } from '../../../platform/audit.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { externalIdKeys } from '../../members/index.ts';
import { findBlockedOfBatch } from '../read/blocked-of-batch.ts';
import { changeContact, registeredAddress, applyContactChange, type ContactInput } from './client-contact.ts';
import { confirmFile } from './confirm-file.ts';
import type { Making } from './making.ts';
import type { MakingDeps } from './making-deps.ts';
import { makeFew, type OrderInput } from './make-few.ts';
import { receiveFile, type FileToReceive } from './receive-file.ts';
import { sendCode, type Asking } from './send-code.ts';
import { detailsOf, type StockDetail } from './stock-detail.ts';
import { listFlaws } from './store/flaw.ts';
import { traceFile } from './trace-file.ts';
import { findMaking, findMakingOfBatch, listMakings } from './store/making.ts';
import { phoneOfMemberNamed } from './store/member-named.ts';
import { listCards } from './store/stock-detail.ts';
import { abandonFile, workOnFiles } from './work-on-files.ts';

export type CardMaking = ReturnType<typeof createMaking>;

/** The three ways to make cards that are not drawn by the generator: a file, a form, another program. */
export const createMaking = (deps: MakingDeps) => ({
  receive: (input: FileToReceive) => receiveFile(deps, input),
  find: (tenant: number, making: bigint) => findMaking(deps.database, tenant, making),
  list: (tenant: number, partner: number | undefined, before: bigint, limit: number) =>
    listMakings(deps.database, tenant, partner, before, limit),
  /** The file of which a batch was made; undefined for one that was made otherwise. */
  fileOfBatch: (tenant: number, batch: bigint) => findMakingOfBatch(deps.database, tenant, batch),
  flaws: (making: Making, after: { line: number; n: number }, limit: number) =>
    listFlaws(deps.database, making.making, after, limit),
  sendCode: (asking: Asking) => sendCode(deps, asking),
  confirm: (asking: Asking & { readonly code: string }) => confirmFile(deps, asking),
  abandon: (making: Making, by?: Actor) => abandonFile(deps, making, by),
  /** Somebody takes the list of what was made of a file with him, which is kept in the audit. */
  noteDownload: (making: Making, by: Actor, after: AuditFacts) =>
    deps.database.transaction((tx) => traceFile(deps, tx, making, { act: 'cards.file.downloaded', by, after })),
  makeFew: (input: OrderInput, language: 'en' | 'es' = 'en') => makeFew(deps, input, language),
  /** What the job does: works on files that wait; gives how many. */
  work: (isStopping?: () => boolean) => workOnFiles(deps, isStopping),
  /** Cards of a batch behind a serial, with what was said of each, and what blocks take from it. */
  cardsOf: async (tenant: number, batch: bigint, after: number, limit: number) => {
    const rows = await listCards(deps.database, tenant, batch, after, limit);
    const last = rows.at(-1)?.serial ?? after;
    const [details, blocked] = await Promise.all([
      detailsOf(deps, { tenant, batch }, after + 1, last),
      findBlockedOfBatch(deps.database, { tenant, batch }, after + 1, last),
    ]);
    return rows.map(({ serial, last_four, state, face }) => ({
      ...{ serial, lastFour: last_four, state, face: face ?? undefined },
      ...{ detail: details.get(serial), blocked: blocked.get(serial) ?? [] },
    }));
  },
  /** The phone to which a card goes: the one that its row named, else the one that the member whom it named has proved. */
  phoneFor: async (tenant: number, detail: StockDetail | undefined): Promise<Phone | undefined> =>
    detail?.phone ??
    (detail?.memberExternalId === undefined
      ? undefined
      : phoneOfMemberNamed(deps.database, tenant, externalIdKeys(deps.keys, detail.memberExternalId))),
  changeContact: (input: ContactInput) => changeContact(deps, input),
  contactOf: (tenant: number, partner: number) => registeredAddress(deps, tenant, partner),
  /** For the slot of the second person's yes. */
  applyContactChange: (tx: Tx, tenant: number, change: bigint) => applyContactChange(deps, tx, tenant, change),
});
