export type { MemberPageDeps } from './deps.ts';
export { bindErasure } from './erase-by-staff.ts';
export { repeatErasures } from './repeat-erasures.ts';
export { memberPageRefusals } from './refusals.ts';
