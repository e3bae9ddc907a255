export type { MemberPageDeps } from './deps.ts';
export { memberPageRefusals } from './refusals.ts';
