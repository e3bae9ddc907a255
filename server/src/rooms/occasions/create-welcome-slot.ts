import type { WelcomeSlot } from '../members/index.ts';
import { bookOccasion } from './book-occasion.ts';
import { answeringOf, decideOccasion } from './decide-occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';
import { presentEarned } from './present.ts';

/**
 * Fills the slot of the room members: joining a program is the occasion `enrolment`. Who comes by a file was a member elsewhere before,
 * so nothing is given for that. What cannot be paid keeps nobody from joining: it brings nothing then.
 */
export const createWelcomeSlot = (deps: OccasionDeps): WelcomeSlot => ({
  joined(desk, member, { program: number, channel, at }) {
    const program = deps.programs.settings().program(number);
    const occasion = { name: 'enrolment', attributes: {} };
    if (channel === 'file' || !answeringOf(deps, { program, occasion, at })) return undefined;
    const { lane, owner, tenant } = member;
    const decided = decideOccasion(
      deps,
      { program, member: { lane, owner, tenant }, occasion, at, channel },
      member,
      desk,
    );
    if ('ok' in decided || isNothing(decided.decided)) return undefined;
    const { seq, record } = bookOccasion(deps, decided, desk);
    return { lane, seq: String(seq), credits: record.credits };
  },
  present: ({ lane, seq, credits }) => ({
    operation: deps.tokens.encode('op', lane, BigInt(seq)),
    earned: presentEarned(deps, { credits }),
  }),
});

type Given = {
  readonly grants: readonly unknown[];
  readonly coupons: readonly unknown[];
  readonly stamps: readonly unknown[];
};

/** Whether a decision gives nothing at all: what the program sees by itself is not booked then. */
export const isNothing = ({ grants, coupons, stamps }: Given): boolean =>
  grants.length + coupons.length + stamps.length === 0;
