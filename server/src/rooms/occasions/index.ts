export { createOccasions, type Occasions } from './create-occasions.ts';
export { createWelcomeSlot } from './create-welcome-slot.ts';
export type { OccasionDeps } from './occasion-deps.ts';
export type { OccasionRecord } from './occasion.ts';
export type { OccasionAnswer } from './present.ts';
export { occasionsRefusals } from './refusals.ts';
export { occasionsSheets } from './store/sheets.ts';
