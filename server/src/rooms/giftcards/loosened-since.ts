import type { Instant } from '../../kernel/instant.ts';
import { looserRules, looserTerms, newNumbers, type LooserTerm } from './looser-terms.ts';
import { shapesOf, shareNumbers, speaksOfNoMore, type NumberShape } from './numbers-of-terms.ts';
import type { TermsContent } from './terms.ts';

/** Terms as they were set: of a code of a program, from a moment on. */
export type DatedTerms = {
  readonly program: number;
  readonly code: string;
  readonly inForceFrom: Instant;
  readonly unit: number;
  readonly content: TermsContent;
};

/** A change with the terms that were stricter: their code, and from when they hold. Absent for numbers of which nobody has spoken. */
export type Loosened = LooserTerm & { readonly terms?: string; readonly since?: Instant };

/** What a tenant has said of its cards until now. */
export type Said = {
  /** All terms of all its programs, in the order of their dates. */
  readonly terms: readonly DatedTerms[];
  readonly ranges: readonly (NumberShape & { readonly code: string })[];
  readonly now: Instant;
};

/** The newest of dated rows that is in force, and all that shall be; where none is, all. Rows are in the order of their dates. */
export const fromNowOn = <Row extends { readonly inForceFrom: Instant }>(
  rows: readonly Row[],
  now: Instant,
): readonly Row[] => {
  const current = rows.findLastIndex((row) => row.inForceFrom <= now);
  return rows.slice(Math.max(current, 0));
};

/**
 * In what new terms are looser than what is said already of the same cards, whenever they shall begin; empty where a second person need not
 * be asked. They are held against each of these, and are looser where they are looser than any:
 *
 * 1. Of their own code the version that is in force and every one that is scheduled, before their beginning or after it. Against that of
 *    today alone, whoever has tightened from Monday on could loosen again from Tuesday on and be asked by nobody. Those after their
 *    beginning count too, because time goes on between the question and the act: new terms from now on must not
 *    replace what has come into force in that moment. So each version is no looser than all that it follows, and many small steps do no more
 *    than one.
 * 2. Where they speak of cards of which their own code does not speak already: each other code of the tenant that speaks of some of them or
 *    did, in whichever program, by the last of its versions that did and those scheduled; or a fresh code would be a door beside the locked
 *    one. Amounts of another currency cannot be compared: any is looser than a bound.
 * 3. Of a fresh code: numbers that a till may bring along and could not so far, where the program sells gift cards already, or where they
 *    lie in a card range or among those of other terms. Its first terms open something new, and so do terms of a range that nobody has
 *    spoken of: there are no cards to protect yet.
 */
export function loosenedSince(
  next: Omit<DatedTerms, 'inForceFrom'>,
  { terms, ranges, now }: Said,
): readonly Loosened[] {
  const isOwn = (one: DatedTerms): boolean => one.program === next.program && one.code === next.code;
  const own = fromNowOn(terms.filter(isOwn), now);
  const rangeByCode = (code: string) => ranges.find((range) => range.code === code);
  const nextShapes = shapesOf(next.content, rangeByCode);
  const speaksOfSame = ({ content }: DatedTerms): boolean =>
    shapesOf(content, rangeByCode).some((one) => nextShapes.some((other) => shareNumbers(one, other)));
  const isNoMore = own.length > 0 && own.every(({ content }) => speaksOfNoMore(content, next.content));
  const speaking = isNoMore ? [] : terms.filter((one) => !isOwn(one) && speaksOfSame(one));
  const others = [...Map.groupBy(speaking, ({ program, code }) => `${program} ${code}`).values()].flatMap((rows) =>
    fromNowOn(rows, now),
  );
  const than = (changes: readonly LooserTerm[], { code, inForceFrom }: DatedTerms): readonly Loosened[] =>
    changes.map((change) => ({ ...change, terms: code, since: inForceFrom }));
  return [
    ...own.flatMap((one) => than(looserTerms(one.content, next.content), one)),
    ...others.flatMap((one) => than(looserRules(one.content, next.content, one.unit === next.unit), one)),
    ...(own.length > 0 ? [] : freshNumbers(next, others, { terms, ranges })),
  ];
}

/** Numbers that a fresh code opens to tills, where it is not the first thing that anybody says of them. */
function freshNumbers(
  next: Omit<DatedTerms, 'inForceFrom'>,
  others: readonly DatedTerms[],
  { terms, ranges }: Omit<Said, 'now'>,
): readonly LooserTerm[] {
  const { numbers } = next.content;
  if (numbers === undefined) return [];
  const isSold = terms.some(({ program }) => program === next.program);
  const isTaken = others.length > 0 || ranges.some((range) => shareNumbers(range, numbers));
  if (!isSold && !isTaken) return [];
  const opened = others.filter(({ program, content }) => program === next.program && content.range === undefined);
  const isOpen = opened.some(({ content }) => newNumbers(content, next.content).length === 0);
  return isOpen ? [] : newNumbers({}, next.content);
}
