import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { keyedDigest } from '../../platform/keys.ts';
import type { StaffDeps } from './staff-deps.ts';
import { countAttempt, forgetAttempts } from './store/attempt.ts';
import type { AttemptLimit } from './store/attempt.ts';

export type TriesRefusal = Refusal<'staff.signin.too_many_tries'>;

/** What tries are counted by. Neither addresses nor e-mails are kept: only keyed digests of them. */
export type TryKind = 'account' | 'address' | 'factor' | 'mail';

const bucketOf = ({ keys }: Pick<StaffDeps, 'keys'>, kind: TryKind, of: string): Buffer =>
  keyedDigest(keys, of, `staff.try.${kind}`);

/** Counts a try, known or not, and refuses one too many. In a statement of its own: a refusal must not undo the count. */
export const refuseTries = async (
  deps: Pick<StaffDeps, 'keys' | 'database' | 'clock'>,
  kind: TryKind,
  of: string,
  limit: AttemptLimit,
): Promise<TriesRefusal | undefined> => {
  const wait = await countAttempt(deps.database, bucketOf(deps, kind, of), limit, deps.clock.now());
  return wait === undefined ? undefined : refuse('staff.signin.too_many_tries', { retryAfter: String(wait) });
};

/** Whoever proved to be who he is begins anew. */
export const forgetTries = (deps: Pick<StaffDeps, 'keys' | 'database'>, kind: TryKind, of: string): Promise<void> =>
  forgetAttempts(deps.database, bucketOf(deps, kind, of));
