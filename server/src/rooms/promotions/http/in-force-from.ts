import { instantFromIso } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';

/** The moment at which a rulebook shall take force; undefined where it is left out. Refuses what is no instant, with its place. */
export const readInForceFrom = (
  text: string | undefined,
): Ok<{ readonly inForceFrom: Instant | undefined }> | Refusal<'promotions.rulebook.malformed'> => {
  const inForceFrom = text === undefined ? undefined : instantFromIso(text);
  return text !== undefined && inForceFrom === undefined
    ? refuse('promotions.rulebook.malformed', { place: 'inForceFrom', what: 'is no instant', problems: '1' })
    : { ok: true, inForceFrom };
};
