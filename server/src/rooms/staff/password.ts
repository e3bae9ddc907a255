import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './limits.ts';

export type PasswordRefusal = Refusal<'staff.password.too_short' | 'staff.password.too_long' | 'staff.password.common'>;

// OWASP's smallest for argon2id: 19 MiB, two passes. 30 ms of one core here.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// Each takes 19 MiB and a core; more at once would only wait for each other.
const AT_ONCE_MAX = 2;

let running = 0;
const waiting: (() => void)[] = [];

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= AT_ONCE_MAX) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
};

// What remains of a password when the ways to dress up a common one are taken off: `P@ssword2026!` is `password`.
const undressed = (password: string): string =>
  password
    .toLowerCase()
    .replace(/[@4]/g, 'a')
    .replace(/0/g, 'o')
    .replace(/[1!|]/g, 'i')
    .replace(/3/g, 'e')
    .replace(/[5$]/g, 's')
    .replace(/[^a-z]/g, '');

/**
 * Refuses a password that is too short or too long, that is a common one however dressed up, that is one character or
 * two again and again, or that is made of what everybody knows of the person (`known`: name, e-mail, tenant).
 */
export const refusePassword = (password: string, known: readonly string[]): PasswordRefusal | undefined => {
  const { length } = [...password];
  if (length < PASSWORD_LENGTH_MIN) return refuse('staff.password.too_short', { min: String(PASSWORD_LENGTH_MIN) });
  if (length > PASSWORD_LENGTH_MAX) return refuse('staff.password.too_long', { max: String(PASSWORD_LENGTH_MAX) });
  const lower = password.toLowerCase();
  const bare = undressed(password);
  if (new Set(lower).size <= 4 || bare.length < 4) return refuse('staff.password.common');
  const isCommon = COMMON_PASSWORDS.some((word) => {
    const left = bare.replaceAll(undressed(word), '');
    return left.length < 4 && left.length < bare.length;
  });
  if (isCommon) return refuse('staff.password.common');
  const words = known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\d]+/u)).filter((word) => word.length >= 4);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), lower);
  return rest.length < PASSWORD_LENGTH_MIN / 2 && rest.length < lower.length
    ? refuse('staff.password.common')
    : undefined;
};

/** The password as it is kept: argon2id with its parameters and a salt of its own. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password.normalize('NFKC'), COST));

let nobodys: Promise<string> | undefined;

/**
 * Whether it is the kept one. Where there is none (an unknown address, an invitation not accepted) a hash of nobody's
 * password is computed instead, so that the answer takes the same time.
 */
export const verifyPassword = async (kept: string | undefined, password: string): Promise<boolean> => {
  nobodys ??= hashPassword(randomBytes(32).toString('base64'));
  const against = kept ?? (await nobodys);
  const isIt = await inTurn(() => verify(against, password.slice(0, PASSWORD_LENGTH_MAX * 4).normalize('NFKC')));
  return isIt && kept !== undefined;
};
