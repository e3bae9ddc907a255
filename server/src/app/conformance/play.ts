import { randomBytes } from 'node:crypto';
import { isoFromInstant } from '../../kernel/instant.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Clock } from '../../platform/clock.ts';
import { conformanceCases } from './cases.ts';
import { openNotes, type Check, type ConformanceCase, type PlayCard, type Props, type Stage } from './stage.ts';
import type { Till } from './till.ts';

/** What came of a case. One that is not played says why. */
export type CaseResult = {
  readonly code: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'not_played';
  readonly why?: string;
  readonly checks: readonly Check[];
  /** Operations that were booked, as the server names them: evidence that can be looked up. */
  readonly operations: readonly string[];
};

/** What came of all of them. */
export type ConformanceReport = {
  /** Stands in every reference of the run: `conf-<run>-…`. */
  readonly run: string;
  readonly begunAt: string;
  readonly endedAt: string;
  readonly cases: readonly CaseResult[];
};

export type Playing = {
  readonly till: Till;
  readonly props: Props;
  readonly clock: Clock;
  /** Codes of cases that shall not be played; the certificate tells them. */
  readonly except?: readonly string[];
  readonly onProgress?: (done: number, total: number, result: CaseResult) => void;
};

const RUN_BYTES = 4;
const ANSWERED = 'every message is answered';

/** Plays all cases, one after the other. A case that fails does not stop the next, unless a message got no answer. */
export async function playConformance(playing: Playing): Promise<ConformanceReport> {
  const { clock, onProgress } = playing;
  const run = randomBytes(RUN_BYTES).toString('hex');
  const begunAt = isoFromInstant(clock.now());
  const cases: CaseResult[] = [];
  // The case that sells one says which; without that case it is the first.
  let giftCard: PlayCard | undefined = playing.props.giftCards[0];
  let isAway = false;
  for (const one of conformanceCases) {
    const notes = openNotes();
    const stage: Stage = {
      ...{ till: playing.till, props: playing.props, now: clock.now, giftCard },
      ...{ check: notes.check, refused: notes.refused, booked: notes.booked },
      reference: (name) => `conf-${run}-${one.code}-${name}`,
    };
    const why = isAway ? 'a message before was not answered' : reasonAgainst(one, stage, playing.except ?? []);
    const result = await playCase(one, stage, notes, why);
    giftCard = stage.giftCard;
    // Each of the rest would wait half a minute to say the same.
    isAway ||= notes.checks.some(({ ok, what }) => !ok && what === ANSWERED);
    cases.push(result);
    onProgress?.(cases.length, conformanceCases.length, result);
  }
  return { run, begunAt, endedAt: isoFromInstant(clock.now()), cases };
}

/** Why a case is not played; undefined where it is. */
function reasonAgainst(one: ConformanceCase, stage: Stage, except: readonly string[]): string | undefined {
  if (except.includes(one.code)) return 'left out on demand';
  const { member, giftCards, code } = stage.props;
  if (one.needs === 'member' && member === undefined) return "no member's card was given";
  if (one.needs === 'code' && code === undefined) return 'no code of a phone was given';
  if (one.needs === 'giftCard' && giftCards.length === 0) return 'no gift card was given';
  if (one.needs === 'pin' && !giftCards.some(({ pin }) => pin !== undefined))
    return 'no gift card with a PIN was given';
  return undefined;
}

async function playCase(
  one: ConformanceCase,
  stage: Stage,
  { checks, operations, check }: ReturnType<typeof openNotes>,
  why: string | undefined,
): Promise<CaseResult> {
  const { code, title } = one;
  if (why !== undefined) return { code, title, outcome: 'not_played', why, checks, operations };
  try {
    await one.play(stage);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    check(ANSWERED, false, error.message);
  }
  // A case that looked at nothing has shown nothing.
  const isPassed = checks.length > 0 && checks.every(({ ok }) => ok);
  return { code, title, outcome: isPassed ? 'passed' : 'failed', checks, operations };
}
