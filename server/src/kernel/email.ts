import { domainToASCII } from 'node:url';
import { refuse } from './refusal.ts';
import type { Ok, Refusal } from './refusal.ts';

/** An e-mail address in the one form in which it is kept: no blanks around it, the domain in lower-case ASCII. */
export type Email = string & { readonly brand: 'Email' };

export type EmailOutcome = Ok<{ readonly value: Email }> | Refusal<'kernel.email.malformed'>;

const EMAIL_LENGTH_MAX = 254;
const LOCAL_LENGTH_MAX = 64;
// The unquoted form of RFC 5321. Quoted local parts exist on paper, and carry blanks and line ends into headers.
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** Reads an e-mail address. Refuses names before it, several addresses, quoted local parts and addresses by number. */
export const parseEmail = (text: string): EmailOutcome => {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  const domain = domainToASCII(trimmed.slice(at + 1).toLowerCase());
  const email = `${local}@${domain}`;
  if (at < 1 || local.length > LOCAL_LENGTH_MAX || email.length > EMAIL_LENGTH_MAX) {
    return refuse('kernel.email.malformed');
  }
  if (!LOCAL.test(local) || !DOMAIN.test(domain)) return refuse('kernel.email.malformed');
  return { ok: true, value: email as Email };
};

/** For screens and logs: the first letter and the domain: `l•••@example.com`. */
export const maskEmail = (email: Email): string => {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
};
