import type { Refusal } from '../../../kernel/refusal.ts';
import type { Outcome } from '../../../platform/lanes/index.ts';

type Answered<Status extends number, Body> = { readonly status: Status; readonly body: Body };

/** The status of something that was booked: 201, 200 where it was before, 202 where it waits for something else. */
export const bookedStatus = ({
  repeated,
  answer,
}: {
  readonly repeated: boolean;
  readonly answer: object;
}): 200 | 201 | 202 => {
  if ('state' in answer && answer.state === 'parked') return 202;
  return repeated ? 200 : 201;
};

/** The answer of an endpoint to an operation that may have to wait for another one. */
export function bookedOrParked<Body>(outcome: Outcome<object>): Answered<200 | 201 | 202, Body> | Refusal<never> {
  // Which refusals an operation gives is not in its type; the door holds them against the endpoint's list in tests.
  if (!outcome.ok) return outcome as Refusal<never>;
  // The same shape: what the room has as read-only lists, the contract has as lists.
  return { status: bookedStatus(outcome), body: outcome.answer as unknown as Body };
}

/** The answer of an endpoint to an operation that is booked at once or not at all. */
export const bookedAnswer = <Body>(outcome: Outcome<object>): Answered<200 | 201, Body> | Refusal<never> =>
  bookedOrParked<Body>(outcome) as Answered<200 | 201, Body> | Refusal<never>;
