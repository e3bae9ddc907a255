import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';

// Codes stand in paths of the API and on screens of tills, so they need no escaping anywhere.
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/**
 * Refuses a code that is not 1 to 40 Latin letters, digits, dots, dashes and underscores, with a letter or digit first.
 * Programs, units, partners, outlets and terminals are known outside by their codes.
 */
export const refuseCode = (code: string): Refusal<'programs.code.malformed'> | undefined =>
  CODE.test(code) ? undefined : refuse('programs.code.malformed', { code: code.slice(0, 40) });
