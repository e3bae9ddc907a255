import { setTimeout as sleep } from 'node:timers/promises';
import { addSeconds, MICROSECONDS_PER_SECOND, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { keyedDigest, type Keys } from '../keys.ts';
import { count, forgetAttempts, giveBack, readCounter, type Counter, type CountedAttempt } from './attempt.ts';
import { Gate, type Reading } from './gate.ts';
import { GUARD_LIMITS, secondsUntilFree, type AttemptLimit, type CounterKind } from './limits.ts';
import { networkOf } from './network-of.ts';

export type TooMany = Refusal<'guards.attempts.too_many'>;

/** Who tries, as far as it can be told before anything is looked up. */
export type Attempt = {
  /** 0 where it shows only by what was tried: then address and device alone count. */
  readonly tenant: number;
  readonly address: string;
  /** What the caller says that it is. */
  readonly device?: string | undefined;
  /** A device that has proved its key, or was right about this card before: a customer. Counted by itself, neither by address nor tenant. */
  readonly knownDevice?: string | undefined;
};

/** A till that is told the exact refusal. */
export type TillAttempt = {
  readonly tenant: number;
  readonly terminal?: number | undefined;
  readonly partner?: number | undefined;
};

/** Counts attempts before any look-up, and keeps the time of answers from telling anything. */
export type Guard = {
  /**
   * Counts a guess of somebody without credential, whether what he guesses exists or not. Refuses beyond the limits; device and
   * address come first, so that what they stop does not use the tenant's limit up for everybody else.
   */
  readonly attempt: (attempt: Attempt) => Promise<Ok<object> | TooMany>;
  /**
   * Counts an enquiry of a terminal as a miss before it is looked up. Refuses beyond the velocity of misses per terminal and
   * partner. Call `spare` when card and PIN were right: then it was none.
   */
  readonly velocity: (till: TillAttempt) => Promise<Ok<{ readonly spare: () => Promise<void> }> | TooMany>;
  /**
   * Does `work` for a till that is told the exact refusal, and counts it where `isMiss` says that card or PIN were wrong. Refuses
   * beyond the velocity of misses per terminal and partner; what could together pass the limit waits for one another. A till that is right
   * writes nothing.
   */
  readonly misses: <T>(till: TillAttempt, work: () => Promise<T>, isMiss: (done: T) => boolean) => Promise<T | TooMany>;
  /** Gives what `work` gives, at a multiple of ANSWER_STEP_MS after it began: one time for every answer. */
  readonly level: <T>(work: () => Promise<T>) => Promise<T>;
  /** Deletes counters of the past; gives how many. For a job. */
  readonly sweep: () => Promise<number>;
};

/** Single limits in place of the house's, for an installation or a test. */
export type GuardLimits = Partial<Record<CounterKind, AttemptLimit>>;

/** Longer than any look-up takes on a machine that is not overloaded, shorter than a person minds. */
export const ANSWER_STEP_MS = 250;

const SWEEP_ROWS_MAX = 5_000;
const KEPT_SECONDS = 900;

/** How the guard measures and waits: milliseconds that only grow, and a pause. */
export type Pace = { readonly nowMs: () => number; readonly sleep: (ms: number) => Promise<unknown> };

const REAL_PACE: Pace = { nowMs: () => performance.now(), sleep };

/** Makes the guard. `limits` replaces single limits, for an installation or a test; `pace` is for tests. */
export function createGuard(deps: {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly limits?: GuardLimits;
  readonly pace?: Pace | undefined;
}): Guard {
  const { database, keys, clock, pace = REAL_PACE } = deps;
  const limits = { ...GUARD_LIMITS, ...deps.limits };

  const counter = (kind: CounterKind, tenant: number, who: string | number): Counter => ({
    kind,
    key: keyedDigest(keys, `${tenant}/${who}`, `guard-${kind}`),
    limit: limits[kind],
  });

  const meet = async (counters: readonly Counter[]): Promise<Ok<object> | TooMany> => {
    if (counters.length === 0) return { ok: true };
    const met = await count(database, counters, clock.now());
    const full = met.filter((one) => !one.letIn);
    if (full.length === 0) return { ok: true };
    // Where one stopped it, the others counted nothing that happened.
    const spared = met.filter((one) => one.letIn).map((one) => one.counter);
    if (spared.length > 0) await giveBack(database, spared);
    return refuse('guards.attempts.too_many', { retry_after_s: String(Math.max(...full.map(waitOf))) });
  };

  const gates = new Map<string, Gate>();
  const gateOf = (counter: Counter): Gate => {
    const name = `${counter.kind}/${counter.key.toString('base64')}`;
    const known = gates.get(name);
    if (known) return known;
    const gate = new Gate(counter.limit, () => readCounter(database, counter, clock.now()));
    gates.set(name, gate);
    return gate;
  };

  const countersOf = ({ tenant, terminal, partner }: TillAttempt): Counter[] => [
    ...(terminal === undefined ? [] : [counter('terminal', tenant, terminal)]),
    ...(partner === undefined ? [] : [counter('partner', tenant, partner)]),
  ];

  return {
    attempt: async ({ tenant, address, device, knownDevice }) => {
      if (knownDevice !== undefined) return meet([counter('known_device', tenant, knownDevice)]);
      const near = await meet([
        counter('address', tenant, networkOf(address)),
        ...(device === undefined ? [] : [counter('device', tenant, device)]),
      ]);
      return near.ok && tenant !== 0 ? meet([counter('tenant', tenant, '')]) : near;
    },
    misses: async (till, work, isMiss) => {
      const counters = countersOf(till);
      const entered: Gate[] = [];
      let missed: readonly (CountedAttempt & Reading)[] = [];
      const now = clock.now;
      try {
        // Always in one order, and nobody waits for a gate who is inside a later one.
        for (const one of counters) {
          const gate = gateOf(one);
          const wait = await gate.enter(now);
          if (wait !== undefined) return refuse('guards.attempts.too_many', { retry_after_s: String(wait) });
          entered.push(gate);
        }
        const done = await work();
        if (counters.length > 0 && isMiss(done)) {
          const at = now();
          const counted = await count(database, counters, at);
          missed = counted.map((one) => ({ ...one, window: windowOf(one, at), readAt: at }));
        }
        return done;
      } finally {
        for (const [at, gate] of entered.entries())
          gate.leave(missed.find((one) => one.counter.key === counters[at].key));
      }
    },
    velocity: async (till) => {
      const counters = countersOf(till);
      const met = await meet(counters);
      if (!met.ok) return met;
      return { ok: true, spare: async () => void (counters.length > 0 && (await giveBack(database, counters))) };
    },
    level: async (work) => {
      const beganMs = pace.nowMs();
      try {
        return await work();
      } finally {
        const tookMs = pace.nowMs() - beganMs;
        // At least one step: work that took no time at all leaves no sooner.
        const steps = Math.max(1, Math.ceil(tookMs / ANSWER_STEP_MS));
        await pace.sleep(steps * ANSWER_STEP_MS - tookMs);
      }
    },
    sweep: () => {
      const before = addSeconds(clock.now(), -KEPT_SECONDS);
      for (const [name, gate] of gates) if (gate.isIdle(before)) gates.delete(name);
      return forgetAttempts(database, before, SWEEP_ROWS_MAX);
    },
  };
}

const windowOf = ({ counter }: CountedAttempt, at: Instant): number =>
  Math.floor(at / (counter.limit.seconds * MICROSECONDS_PER_SECOND));

const waitOf = (one: CountedAttempt): number => secondsUntilFree(one, one.counter.limit, one.passed);
