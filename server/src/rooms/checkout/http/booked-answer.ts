import type { Refusal } from '../../../kernel/refusal.ts';
import type { Outcome } from '../../../platform/lanes/index.ts';

/** The answer to something that was booked: 201, or 200 where it was before. */
export function bookedAnswer<Answer, Body>(
  outcome: Outcome<Answer>,
): { readonly status: 200 | 201; readonly body: Body } | Refusal<never> {
  // Which refusals an operation gives is not in its type; the door checks them against the list in tests.
  if (!outcome.ok) return outcome as Refusal<never>;
  // The same shape; what the room has as read-only lists, the contract has as lists.
  return { status: outcome.repeated ? 200 : 201, body: outcome.answer as unknown as Body };
}
