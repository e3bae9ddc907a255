export {
  ANSWER_STEP_MS,
  createGuard,
  type Attempt,
  type Guard,
  type GuardLimits,
  type Pace,
  type TillAttempt,
  type TooMany,
} from './guard.ts';
export { GUARD_LIMITS, type AttemptLimit, type CounterKind } from './limits.ts';
export { guardRefusals } from './refusals.ts';
