import type { Instant } from '../../kernel/instant.ts';
import type { ProfileKey } from './profile.ts';

/** What a person said about one purpose by one channel of contact, and how we know. */
export type Consent = {
  /** What for: marketing, profiling, partners. */
  readonly purpose: string;
  /** By which channel of contact: sms, email, push, post. */
  readonly channel: string;
  readonly isGiven: boolean;
  /** Which text the person saw. */
  readonly textVersion: string;
  /** Where it was said: a form's number, a page, a till. */
  readonly source: string;
  /** When it was said; a paper form of last week does not undo a withdrawal of yesterday. */
  readonly at: Instant;
  readonly recordedAt: Instant;
};

/** The consents that count for a member, and what this batch adds to their history. */
export type ConsentBook = ProfileKey & { readonly current: readonly Consent[]; readonly added: readonly Consent[] };

export type ConsentTold = Omit<Consent, 'at' | 'recordedAt'>;

const isSamePlace = (a: ConsentTold, b: ConsentTold): boolean => a.purpose === b.purpose && a.channel === b.channel;

/** Adds what was said at `at`. The last word by the time it was said counts; everything stays in the history. */
export function sayConsents(
  book: ConsentBook,
  told: readonly ConsentTold[],
  at: Instant,
  recordedAt: Instant,
): ConsentBook {
  let { current, added } = book;
  for (const one of told) {
    const said: Consent = { ...one, at, recordedAt };
    const before = current.find((known) => isSamePlace(known, said));
    if (!before || before.at <= said.at) current = [...current.filter((known) => known !== before), said];
    added = [
      ...added.filter((known) => !(isSamePlace(known, said) && known.at === at && known.recordedAt === recordedAt)),
      said,
    ];
  }
  return { ...book, current, added };
}
