import { instantFromIso, type Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';

/** Reads the instant of a body. Refuses one that the calendar does not have: the form alone lets 31 February through. */
export function toldAt(text: string | undefined): Ok<{ at: Instant | undefined }> | Refusal<'http.input.invalid'> {
  const at = text === undefined ? undefined : instantFromIso(text);
  return at === undefined && text !== undefined ? refuse('http.input.invalid') : { ok: true, at };
}
