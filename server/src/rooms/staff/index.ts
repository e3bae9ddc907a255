export { CARDS_UNIT } from './bound.ts';
export type { Approval } from './approval.ts';
export type { Approvals } from './create-approvals.ts';
export { createStaff } from './create-staff.ts';
export type { Staff } from './create-staff.ts';
export type { Grant } from './grant.ts';
export { STEP_UP_SECONDS } from './limits.ts';
export { SELF } from './own-permission.ts';
export { staffRefusals } from './refusals.ts';
export type { RoleInput } from './role.ts';
export { actOrAsk, withSecondPerson } from './http/with-second-person.ts';
export type { Session } from './session.ts';
/** The audit of a process, or a thread, that has no room staff: for work that goes on in somebody's name. */
export { appendAudit } from './store/audit.ts';
export { selectAuditHeads } from './read/audit.ts';
export type { KeptAudit } from './read/audit.ts';
export { verifyAudit } from './verify-audit.ts';
export type { VerifiedAudit } from './verify-audit.ts';
export { foreseeAct, worthOfAll } from './foresee-act.ts';
