import type { Instant } from '../../kernel/instant.ts';
import { addDays, localDate, type LocalDate } from '../../kernel/local-date.ts';
import type { Queries } from '../../platform/database/database.ts';
import { ownerKeyText, type OwnerKey } from '../../platform/lanes/index.ts';
import { unpackRecord } from '../ledger/index.ts';
import { birthdaysOn } from './celebrate.ts';
import type { OccasionRecord } from './occasion.ts';
import { unkept, type Calendar, type UnkeptOccasion } from './past-occasion.ts';
import { FIRST_OF_ALL } from './read/birthdays.ts';
import { readCelebrants, readKeptBirthdays, readPeople, type Person } from './read/people.ts';

/**
 * Birthdays on a day that have no entry in the journal, by what is known of members today: as the program would have seen them. Page by
 * page, at most `pageRows` on one, in the order in which they occurred: at midnight those who were there, then who joined on the day.
 * Whoever had a birthday in that year by another date, or as somebody who was merged into him, has no second one.
 */
export async function* readUnkeptBirthdays(
  queries: Queries,
  calendar: Calendar,
  day: LocalDate,
  pageRows: number,
): AsyncGenerator<readonly UnkeptOccasion[], undefined> {
  const { zone, leapDay, program } = calendar;
  const begins = zone.startOfDay(day);
  const until = zone.startOfDay(addDays(day, 1));
  // Of those only who they are: they are read again when all others are through.
  const latecomers: (OwnerKey & { readonly joinedAt: Instant })[] = [];
  for (const birthday of birthdaysOn(day, leapDay)) {
    for (let after: OwnerKey | undefined = FIRST_OF_ALL; after !== undefined;) {
      const people: readonly Person[] = await readCelebrants(queries, calendar, { birthday, until }, after, pageRows);
      after = people.length < pageRows ? undefined : people.at(-1);
      for (const { lane, owner, joinedAt } of people) if (joinedAt > begins) latecomers.push({ lane, owner, joinedAt });
      const there = people.filter(({ joinedAt }) => joinedAt <= begins);
      yield await withoutKept(queries, calendar, day, there);
    }
  }
  latecomers.sort((a, b) => a.joinedAt - b.joinedAt);
  for (let from = 0; from < latecomers.length; from += pageRows) {
    const page = latecomers.slice(from, from + pageRows);
    const people = await readPeople(queries, program, page);
    const joined = page.flatMap((who) => people.get(ownerKeyText(who)) ?? []);
    yield await withoutKept(queries, calendar, day, joined);
  }
  return undefined;
}

// A birthday that nobody was there to celebrate is made up for within a week.
const DAYS_KEPT = 8;
// The clock that begins a day and the one that dates entries are two.
const DAYS_EARLY = 1;

/** The birthdays of these people on the day, but for those who have one of its year in the journal. */
const withoutKept = async (
  queries: Queries,
  calendar: Calendar,
  day: LocalDate,
  people: readonly Person[],
): Promise<readonly UnkeptOccasion[]> => {
  const { zone, program } = calendar;
  const begins = zone.startOfDay(day);
  const year = Number(day.slice(0, 4));
  const kept = await readKeptBirthdays(queries, program, people, {
    year,
    from: zone.startOfDay(addDays(localDate(year, 1, 1), -DAYS_EARLY)),
    before: zone.startOfDay(addDays(localDate(year, 12, 31), 1 + DAYS_KEPT)),
  });
  const celebrated = new Set(
    kept
      .filter(({ at, occurredAt }) => (unpackRecord(at, { occurredAt }) as OccasionRecord).year === year)
      .map((one) => ownerKeyText(one)),
  );
  return people
    .filter((person) => !celebrated.has(ownerKeyText(person)))
    .map((person) => {
      const occurredAt = person.joinedAt > begins ? person.joinedAt : begins;
      const occasion = unkept('birthday', calendar, occurredAt, 'program', person);
      return { lane: person.lane, owner: person.owner, seq: 0n, occurredAt, occasion };
    });
};
