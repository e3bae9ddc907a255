import { Fault } from '../../kernel/fault.ts';
import { addSeconds, SECONDS_PER_DAY } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { decryptField, encryptField, keyedDigest, keyedDigests, type Keys } from '../keys.ts';
import { findWrite, forgetAnswers, giveNameBack, keepAnswer, takeName, type WriteName } from './answer.ts';

export type RepeatRefusal = Refusal<'operation.reference_reused' | 'operation.under_way' | 'operation.outcome_lost'>;

/** A write under its name: `content` is everything by which a repeat is told from another write. */
export type NamedWrite = WriteName & { readonly content: string };

/** What came of it: told now, or told before and kept. */
export type Told<Done> = { readonly done: Done; readonly repeated: boolean };

export type Repeats = {
  /**
   * Does `work` once under the name and keeps what it gives, as JSON; the same again is answered with that. What `isKept` says no to,
   * and a fault after which nothing stands, leaves the name free. Refuses another content under the name, one that is under way, and one
   * that was cut off.
   */
  readonly once: <Done>(
    write: NamedWrite,
    work: () => Done | Promise<Done>,
    isKept: (done: Done) => boolean,
  ) => Promise<Told<Done> | RepeatRefusal>;
  /** Forgets names of the past; gives how many. For a job. */
  readonly sweep: () => Promise<number>;
};

/** A client that has heard nothing for a week asks a person. */
export const KEPT_DAYS = 7;

/** Longer than any request is worked on: the door's own limit is 30 s for a request to come in, and a stop waits for a minute. */
const UNDER_WAY_SECONDS = 120;
const SWEEP_ROWS_MAX = 5_000;
const PURPOSE = 'repeats-content';

/** Makes the memory of writes that keep no references of their own. */
export function createRepeats(deps: {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
}): Repeats {
  const { database, keys, clock } = deps;

  const repeated = async <Done>(write: NamedWrite): Promise<Told<Done> | RepeatRefusal> => {
    const known = await findWrite(database, write);
    // Given back between the two statements: whoever asks again begins anew.
    if (known === undefined) return refuse('operation.under_way');
    if (!keyedDigests(keys, write.content, PURPOSE).some((digest) => digest.equals(known.contentDigest)))
      return refuse('operation.reference_reused');
    if (known.answer !== undefined)
      return {
        done: JSON.parse(decryptField(keys, known.answer, contextOf(write)).toString()) as Done,
        repeated: true,
      };
    const isCutOff = addSeconds(known.begunAt, UNDER_WAY_SECONDS) < clock.now();
    return refuse(isCutOff ? 'operation.outcome_lost' : 'operation.under_way');
  };

  return {
    once: async (write, work, isKept) => {
      const digest = keyedDigest(keys, write.content, PURPOSE);
      if (!(await takeName(database, write, digest, clock.now()))) return repeated(write);
      try {
        const done = await work();
        if (isKept(done)) await keep(write, done);
        else await giveNameBack(database, write);
        return { done, repeated: false };
      } catch (error) {
        if (error instanceof Fault && error.retry === 'safe') await giveNameBack(database, write);
        throw error;
      }
    },
    sweep: () => forgetAnswers(database, addSeconds(clock.now(), -KEPT_DAYS * SECONDS_PER_DAY), SWEEP_ROWS_MAX),
  };

  async function keep(write: NamedWrite, done: unknown): Promise<void> {
    const sealed = encryptField(keys, JSON.stringify(done), contextOf(write));
    // The work stands by now, so nobody may be told that it does not.
    await keepAnswer(database, write, sealed).catch((cause: unknown) => {
      throw new Fault('what was done could not be kept under its name', { retry: 'unknown', cause });
    });
  }
}

/** An answer copied to another name is worthless there. */
const contextOf = ({ tenant, credential, reference }: NamedWrite): string =>
  `repeats.answer/${tenant}/${credential}/${reference}`;
