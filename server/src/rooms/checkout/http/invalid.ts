import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';

/** The refusal of a body of the wrong form, with the place that is wrong. */
export const invalid = (path: string, message: string): InputRefusal => ({
  ...refuse('http.input.invalid'),
  errors: [{ path: `body.${path}`, message }],
});

/** A refusal of one field, with its place. */
export const at = (path: string, refusal: Refusal): InputRefusal => ({
  ...refusal,
  errors: [{ path: `body.${path}`, message: refusal.refusal }],
});
