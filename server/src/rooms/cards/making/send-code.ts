import { randomInt } from 'node:crypto';
import { addSeconds, isoFromInstant, MICROSECONDS_PER_SECOND, type Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/audit.ts';
import { registeredAddress } from './client-contact.ts';
import { isSameUser } from './making.ts';
import {
  CODE_COUNT_SECONDS,
  CODE_DIGITS,
  CODE_LIFE_SECONDS,
  CODE_TRIES_MAX,
  codeDigests,
  CODES_PER_HOUR_MAX,
} from './making-code.ts';
import type { MakingDeps } from './making-deps.ts';
import { findMaking } from './store/making.ts';
import { traceFile } from './trace-file.ts';
import { keepCode, lockSent } from './store/making-code.ts';

export type Asking = {
  readonly tenant: number;
  readonly making: bigint;
  readonly by: Actor & { readonly credential: bigint };
  /** In which the mail is written. */
  readonly language?: 'en' | 'es' | undefined;
};

export type SendCodeOutcome = Ok<{ readonly masked: string; readonly expiresAt: Instant }> | Refusal;

/**
 * Mails a one-time code to the registered address of the client whose file it is; the one before ends. Refuses, in this order: a
 * file that is not there, somebody else than who uploaded it, a file that is not checked, one with wrong rows where it is all or
 * nothing, one with no right row, a client without registered address, and more than five codes an hour.
 */
export async function sendCode(
  deps: MakingDeps,
  { tenant, making: id, by, language = 'en' }: Asking,
): Promise<SendCodeOutcome> {
  const making = await findMaking(deps.database, tenant, id);
  if (!making) return refuse('cards.file.unknown');
  if (!isSameUser(making, by)) return refuse('cards.file.not_yours');
  if (making.state !== 'checked') return refuse('cards.file.unfit_state', { state: making.state });
  const wrong = { rows: String(making.rowsWrong) };
  if (making.mode === 'whole' && making.rowsWrong > 0) return refuse('cards.file.rows_wrong', wrong);
  if (making.rowsTotal === making.rowsWrong) return refuse('cards.file.rows_wrong', wrong);
  const to = await registeredAddress(deps, tenant, making.partner);
  if (!to) return refuse('cards.contact.missing');
  const now = deps.clock.now();
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const expiresAt = addSeconds(now, CODE_LIFE_SECONDS);
  return deps.database.transaction(async (tx): Promise<SendCodeOutcome> => {
    const before = await lockSent(tx, id);
    if (!before) return refuse('cards.file.unfit_state', { state: 'moved' });
    const isCounted = addSeconds(before.counted_from, CODE_COUNT_SECONDS) > now;
    const sent = isCounted ? before.sent : 0;
    const countedFrom = isCounted ? before.counted_from : now;
    if (sent >= CODES_PER_HOUR_MAX) {
      const free = addSeconds(countedFrom, CODE_COUNT_SECONDS) - now;
      return refuse('cards.code.too_many', { retry_after_s: String(Math.ceil(free / MICROSECONDS_PER_SECOND)) });
    }
    const [digest] = codeDigests(deps.keys, making, code);
    await keepCode(tx, {
      ...{ making: id, tenant, digest: digest!, by: by.credential, expiresAt },
      ...{ tries: CODE_TRIES_MAX, sent: sent + 1, countedFrom },
    });
    const range = deps.cards.settings().range(making.range);
    await deps.sendCode(tx, {
      ...{ tenant, to: to.email, code, expiresAt },
      reference: `cards.file.${id}.code.${countedFrom}.${sent + 1}`,
      language,
      facts: {
        count: making.rowsTotal - making.rowsWrong,
        range: range.code,
        file: making.reference,
        digest: making.file.sha256.toString('hex').slice(0, 16),
        minutes: CODE_LIFE_SECONDS / 60,
        code,
      },
    });
    const after = { sentTo: to.masked, until: isoFromInstant(expiresAt) };
    await traceFile(deps, tx, making, { act: 'cards.file.code_sent', by, after });
    return { ok: true, masked: to.masked, expiresAt };
  });
}
