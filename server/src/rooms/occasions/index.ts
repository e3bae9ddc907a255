export { createOccasions, type Occasions } from './create-occasions.ts';
export { createWelcomeSlot } from './create-welcome-slot.ts';
export type { OccasionDeps } from './occasion-deps.ts';
export type { OccasionRecord } from './occasion.ts';
export type { OccasionAnswer } from './present.ts';
export { readUnkeptBirthdays } from './past-birthdays.ts';
export {
  openPastOccasion,
  readUnkeptEnrolments,
  type Calendar,
  type PastOccasion,
  type UnkeptOccasion,
} from './past-occasion.ts';
export { readPastOccasions, readReversed } from './read/past-occasions.ts';
export { readFirstEnrolment } from './read/people.ts';
export { occasionsRefusals } from './refusals.ts';
export type { ReversalRecord } from './reverse-occasion.ts';
export { occasionsSheets } from './store/sheets.ts';
