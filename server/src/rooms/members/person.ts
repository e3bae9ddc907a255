import { parseLocalDate, type LocalDate } from '../../kernel/local-date.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { PersonFields } from './profile.ts';

/** What was told about a person, as it came in. */
export type PersonTold = { readonly [Field in keyof PersonFields]?: string | undefined };

const TEXT_LENGTH_MAX = 254;
// One @ with something on both sides: whether the address exists, only a message to it can tell.
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const UNPRINTABLE = /[\p{C}]/u;

/**
 * Reads what was told about a person: blanks trimmed, nothing else touched, empty fields left out. Refuses text that cannot be
 * printed, an e-mail address or language tag that is none, and a day of birth that the calendar does not have or that is to come.
 */
export function readPerson(
  told: PersonTold,
  today: LocalDate,
): Ok<{ person: PersonFields }> | Refusal<'members.profile.malformed'> {
  const person: Record<string, string> = {};
  for (const [field, value] of Object.entries(told)) {
    const text = value?.trim().normalize('NFC');
    if (!text) continue;
    if (!isWellFormed(field, text, today)) return refuse('members.profile.malformed', { field });
    person[field] = text;
  }
  return { ok: true, person: person as PersonFields };
}

function isWellFormed(field: string, text: string, today: LocalDate): boolean {
  if (text.length > TEXT_LENGTH_MAX || UNPRINTABLE.test(text)) return false;
  switch (field) {
    case 'email':
      return EMAIL.test(text);
    case 'language':
      return LANGUAGE.test(text);
    case 'bornOn': {
      const date = parseLocalDate(text);
      return date !== undefined && date <= today;
    }
    default:
      return true;
  }
}
