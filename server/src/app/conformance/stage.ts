import type { Instant } from '../../kernel/instant.ts';
import { canonicalJson } from '../../kernel/canonical.ts';
import type { Answer, Till } from './till.ts';

/** One thing that had to be so, and what was seen where it was not. */
export type Check = { readonly what: string; readonly ok: boolean; readonly seen?: string };

/** A gift card to play with: number and PIN as they are printed. Neither is ever told. */
export type PlayCard = { readonly number: string; readonly pin?: string };

/** What somebody brought for the cases; a case whose thing is not there is not played. */
export type Props = {
  readonly currency: string;
  /** The card of a member of the program. */
  readonly member?: string;
  readonly giftCards: readonly PlayCard[];
  /** What a phone shows right now, in a program with codes of a minute. */
  readonly code?: string;
};

/** Where a case is played. */
export type Stage = {
  readonly till: Till;
  readonly props: Props;
  readonly now: () => Instant;
  /** A reference that no other run and no other case has. */
  readonly reference: (name: string) => string;
  /** Notes what had to be so. What was seen is told only where it was otherwise. */
  readonly check: (what: string, ok: boolean, seen?: unknown) => void;
  /** Checks that it was refused so, as a problem by which a till can decide. */
  readonly refused: (what: string, answer: Answer, code: string) => void;
  /** Checks that it was booked, now (201) or then (200), and remembers the operation as evidence. Gives its name. */
  readonly booked: (what: string, answer: Answer, when: 'now' | 'then') => string;
  /** The gift card of this run, once a case has found it. */
  giftCard: PlayCard | undefined;
};

/** A case that a till must be able to play. */
export type ConformanceCase = {
  readonly code: string;
  readonly title: string;
  readonly needs?: 'member' | 'giftCard' | 'pin' | 'code';
  readonly play: (stage: Stage) => Promise<void>;
};

/** The text, number or truth at a place of an answer, as text; empty where there is none. */
export function at(answer: Answer, ...path: readonly (string | number)[]): string {
  let value: unknown = answer.body;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined | null)?.[step];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

const TILL_WORDS: readonly string[] = ['declined', 'retry', 'error', 'parked'];
const RETRY_WORDS: readonly string[] = ['never', 'same', 'later', 'changed'];

/** A status and a code, or what stands in its place: enough to find a fault, and no card in it. */
export const told = (answer: Answer): string =>
  [answer.status, at(answer, 'code'), at(answer, 'state'), at(answer, 'repeated') === 'true' ? 'repeated' : '']
    .filter((word) => word !== '')
    .join(' ');

/** Notes checks and operations for one case. */
export function openNotes() {
  const checks: Check[] = [];
  const operations: string[] = [];
  const check: Stage['check'] = (what, ok, seen) => {
    checks.push({ what, ok, ...(ok || seen === undefined ? {} : { seen: textOf(seen) }) });
  };
  const refused: Stage['refused'] = (what, answer, code) => {
    check(`${what}: ${code}`, answer.status >= 400 && at(answer, 'code') === code, told(answer));
    const isReadable = TILL_WORDS.includes(at(answer, 'till')) && RETRY_WORDS.includes(at(answer, 'retry'));
    check(`${what}: "till" and "retry" say what to do`, isReadable, told(answer));
  };
  const booked: Stage['booked'] = (what, answer, when) => {
    const [status, repeated] = when === 'now' ? [201, 'false'] : [200, 'true'];
    const isSo = answer.status === status && at(answer, 'repeated') === repeated;
    check(`${what}: ${status}, "repeated": ${repeated}`, isSo, told(answer));
    const operation = at(answer, 'operation');
    check(`${what}: names its operation`, operation !== '', told(answer));
    if (operation !== '' && !operations.includes(operation)) operations.push(operation);
    return operation;
  };
  return { checks, operations, check, refused, booked };
}

const textOf = (seen: unknown): string => (typeof seen === 'string' ? seen : canonicalJson(seen));
