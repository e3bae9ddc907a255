import { instantFromIso, type Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok } from '../../../kernel/refusal.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';

/** Reads the instant of a body. Refuses one that the calendar does not have: the form alone lets 31 February through. */
export function toldAt(text: string | undefined): Ok<{ at: Instant | undefined }> | InputRefusal {
  const at = text === undefined ? undefined : instantFromIso(text);
  if (at !== undefined || text === undefined) return { ok: true, at };
  return {
    ...refuse('http.input.invalid'),
    errors: [{ path: 'body.occurredAt', message: 'There is no such day or time' }],
  };
}
