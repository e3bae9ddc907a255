import { Fault } from '../../kernel/fault.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Database } from '../database/database.ts';
import { createSteadyConnection } from '../database/steady-connection.ts';
import { memoryAllowed } from '../../../../bin/memory-allowed.mjs';
import { rehearse, type AnyOperation, type BatchGround, type Verdict } from './batch.ts';
import { recallNames } from './directory.ts';
import type { Entry } from './entry.ts';
import { createErrands } from './errands.ts';
import { LANE_SESSION } from './lane-session.ts';
import { createLookUp, type LookUp } from './look-up.ts';
import { noFigures, type MachineFigures } from './machine-figures.ts';
import { NameMemory } from './name-memory.ts';
import type { Arrival, Operation, Outcome, Plan } from './operation.ts';
import { Warden } from './patience.ts';
import { LaneQueue } from './queue.ts';
import { createBatchRunner, type Item } from './batch-runner.ts';
import { createResolver } from './resolver.ts';

export type LaneMachine<E extends Entry> = {
  /**
   * Books one operation and answers after its commit. Refusals are values. Throws the operation's own error (a bug), or a
   * Fault whose retry is `unknown` when after ten seconds nobody knows whether it was booked.
   */
  submit<Input, P extends Plan, Record, Answer>(
    operation: Operation<Input, P, Record, Answer, E>,
    arrival: Arrival<Input>,
  ): Promise<Outcome<Answer>>;
  /** Decides an operation on what is committed now and forgets it: a quote, a balance. Books nothing, claims no reference. */
  rehearse<Input, P extends Plan, Record, Answer>(
    operation: Operation<Input, P, Record, Answer, E>,
    arrival: Arrival<Input>,
  ): Promise<Outcome<Answer>>;
  /** Look-ups without lock, for reading. */
  readonly look: LookUp;
  figures(): MachineFigures;
  /**
   * Reads where all names lead into memory, or as many as it holds, so that the first sale of a card after a start need not ask either. In the
   * background: with a pause between two pages; ends early when the machine stops.
   */
  recallNames(pauseMs?: number): Promise<void>;
  /** Takes nothing more, waits for what is under way to be committed and answered. */
  stop(): Promise<void>;
};

export type MachineOptions = {
  /** Of a crowd of hundreds some wait, some are decided, some written, some answered: batches that take them all leave nobody to begin the next with. */
  batchSizeMax?: number;
  batchesInFlightMax?: number;
  waitingMax?: number;
  patienceMs?: number;
  /** How much memory may be taken by where names led, 64 bytes each. */
  nameBytesMax?: number;
};

const MOVES_MAX = 3;
const BATCHES_AT_WORK = 2;
// Ten times an ordinary batch: after that the next may start beside it, if its lanes are free.
const SLOW_BATCH_MS = 100;
// Of a rehearsal nothing is locked, and facts are loaded one after another: they are of one moment, or a balance would be covered by lots
// that are gone.
const ONE_MOMENT = { isolation: 'repeatable read', readOnly: true } as const;
// Who waits longer than a till does is answered by somebody else.
const PATIENCE_MS = 10_000;
// Of a machine's memory: with 24 GB six million names.
const NAMES_SHARE = 1 / 64;
// A page of names takes the database five milliseconds: an eighth of one core, for a minute or two after a start.
const RECALL_PAUSE_MS = 40;

/** Starts the lane machine over a database. Several may run, in any processes: lanes are locked in the database. */
export function createLaneMachine<E extends Entry>(
  database: Database,
  ground: BatchGround<E>,
  options: MachineOptions = {},
): LaneMachine<E> {
  const { batchSizeMax = 128, batchesInFlightMax = 4, waitingMax = 4_000, patienceMs = PATIENCE_MS } = options;
  const queue = new LaneQueue<Item<E>>();
  const questions = createSteadyConnection(database, { ...LANE_SESSION, applicationName: 'tallystick-look-up' });
  const memory = new NameMemory(options.nameBytesMax ?? memoryAllowed() * NAMES_SHARE);
  const look = createLookUp(questions, (found) => memory.remember(found));
  const resolver = createResolver<E>(look, memory);
  const figures = noFigures();
  const batches = createBatchRunner(database, ground, figures);
  let underWay = 0;
  let stopping = false;
  let whenEmpty: (() => void) | undefined;

  // A batch may outlive its callers' patience, and it holds a connection until its end.
  const isAtRest = (): boolean => underWay === 0 && figures.inFlight === 0;
  const settleDown = (): void => {
    if (isAtRest()) whenEmpty?.();
  };

  // Two at a time until their writes are sent, so that one decides while the other commits; more of them only make each smaller (2,409 operations/s with two, 1,865
  // with one, on two quiet cores). A batch that waits for somebody else's lock does not count: it must not hold up lanes that are free.
  // Nor does one that is being committed: the next of its lanes is sent behind it, so that the database goes from one to the other without waiting for
  // us (4 to 5 in a hundred more operations of a file, the same over HTTP).
  // A batch has a cost of its own beside that of its operations: beside a running one it begins with a fair share of those under way, else when that
  // one ends. Begun with whoever was there, batches of 64 tills held 14, now 20 (525 µs an operation became 438, the least of four runs).
  const places = { atWork: 0, sent: 0, slow: 0 };
  const pump = (): void => {
    while (places.atWork < BATCHES_AT_WORK && figures.inFlight < batchesInFlightMax) {
      const isBeside = places.atWork + places.sent > 0;
      const next = queue.take(batchSizeMax, isBeside ? underWay : 0);
      if (!next) return;
      start(next);
    }
  };

  // Whoever comes in one turn of the event loop goes in one batch: begun with the first of them, it was a batch of one, and each of the others looked
  // through the whole line in vain.
  let isPumpDue = false;
  const pumpSoon = (): void => {
    if (isPumpDue) return;
    isPumpDue = true;
    setImmediate(() => {
      isPumpDue = false;
      pump();
    });
  };

  const start = ({ items, lanes }: { items: Item<E>[]; lanes: number[] }): void => {
    figures.inFlight++;
    places.atWork++;
    let place: keyof typeof places = 'atWork';
    const move = (to: keyof typeof places): void => {
      places[place]--;
      places[to]++;
      place = to;
    };
    const whenSlow = setTimeout(() => {
      move('slow');
      pump();
    }, SLOW_BATCH_MS);
    let areLanesFree = false;
    const freeLanes = (): void => {
      if (!areLanesFree) queue.release(lanes);
      areLanesFree = true;
    };
    const whenSent = (): void => {
      if (place === 'atWork') move('sent');
      freeLanes();
      pump();
    };
    void batches.run(items, lanes, whenSent).finally(() => {
      clearTimeout(whenSlow);
      places[place]--;
      figures.inFlight--;
      freeLanes();
      pump();
      settleDown();
    });
  };

  const warden = new Warden<Item<E>>((late) => {
    const isLate = new Set(late);
    const unsent = new Set(queue.remove((item) => isLate.has(item) && !item.wasSent));
    for (const item of late) {
      if (unsent.has(item)) item.settle({ is: 'refused', refusal: refuse('operation.not_taken') });
      else item.fail(new Fault('the outcome is not known yet', { retry: 'unknown' }));
    }
  });

  const enter = (
    operation: AnyOperation<E>,
    arrival: Arrival<unknown>,
    plan: Plan,
    deadline: number,
    place: 'last' | 'first' = 'last',
  ): Promise<Verdict> =>
    new Promise((resolve, reject) => {
      const answer =
        <T>(pass: (value: T) => void) =>
        (value: T) => {
          if (item.isAnswered) return;
          item.isAnswered = true;
          warden.forget(item);
          pass(value);
        };
      const item: Item<E> = {
        operation,
        arrival,
        plan,
        lanes: [...new Set([...plan.owners.map((owner) => owner.lane), ...(plan.lanes ?? [])])].sort((a, b) => a - b),
        deadline,
        attempts: 0,
        wasSent: false,
        isAnswered: false,
        settle: answer(resolve),
        fail: answer(reject),
      };
      warden.watch(item);
      if (place === 'first') queue.unshift([item]);
      else queue.push(item);
      pumpSoon();
    });

  const runErrand = createErrands(database);

  const run = async (operation: AnyOperation<E>, arrival: Arrival<unknown>): Promise<Outcome<unknown>> => {
    const deadline = performance.now() + patienceMs;
    for (let moves = 0; moves <= MOVES_MAX; moves++) {
      // Who was not where he was remembered is looked for anew.
      const plan = await (moves === 0 ? resolver.byHints(operation, arrival) : resolver.afresh(operation, arrival));
      if ('ok' in plan) return (await repeatOfRefused(operation, arrival)) ?? plan;
      let verdict = await enter(operation, arrival, plan, deadline);
      while (verdict.is === 'needs') {
        // Nothing is booked, so whoever has waited for too long may hear a no.
        if (performance.now() >= deadline) return refuse('operation.not_taken');
        await runErrand(verdict.errand);
        verdict = await enter(operation, arrival, plan, deadline, 'first');
      }
      switch (verdict.is) {
        case 'refused':
          return verdict.refusal;
        case 'threw':
          throw verdict.error;
        case 'moved':
          continue;
        default: {
          const repeated = verdict.is === 'repeated';
          return { ok: true, repeated, answer: operation.present(verdict.record, { ...verdict, repeated }) };
        }
      }
    }
    return refuse('operation.owner_moving');
  };

  /** A repeat is answered as it was then, even when its names no longer lead anywhere (a replaced card). */
  const repeatOfRefused = async (
    operation: AnyOperation<E>,
    arrival: Arrival<unknown>,
  ): Promise<Outcome<unknown> | undefined> => {
    if (!arrival.reference || !arrival.content) return undefined;
    const known = await look.reference(arrival.reference);
    if (known?.outcome !== 'b') return undefined;
    if (!known.content.equals(arrival.content)) return refuse('operation.reference_reused');
    const kept = await look.row(ground.records, known);
    if (!kept) return undefined;
    return {
      ok: true,
      repeated: true,
      answer: operation.present(kept.record, {
        lane: known.lane,
        seq: known.seq,
        recordedAt: kept.recordedAt,
        repeated: true,
      }),
    };
  };

  return {
    look,
    async submit(operation, arrival) {
      if (stopping || underWay >= waitingMax) return refuse('operation.not_taken');
      underWay++;
      try {
        return (await run(operation as unknown as AnyOperation<E>, arrival)) as never;
      } finally {
        underWay--;
        settleDown();
      }
    },
    async rehearse(operation, arrival) {
      const known = operation as unknown as AnyOperation<E>;
      const tryOut = async (plan: Plan | Refusal): Promise<Verdict> =>
        'ok' in plan
          ? { is: 'refused', refusal: plan }
          : database.transaction((tx) => rehearse(tx, ground, { operation: known, arrival, plan }), ONE_MOMENT);
      let verdict = await tryOut(await resolver.byHints(known, arrival));
      if (verdict.is === 'moved') verdict = await tryOut(await resolver.afresh(known, arrival));
      if (verdict.is === 'refused') return verdict.refusal;
      if (verdict.is === 'threw') throw verdict.error;
      if (verdict.is === 'moved') return refuse('operation.owner_moving');
      if (verdict.is === 'needs') throw new Error('a rehearsal takes nothing, so it needs nothing brought');
      return {
        ok: true,
        repeated: false,
        answer: known.present(verdict.record, { ...verdict, repeated: false }) as never,
      };
    },
    figures: () => ({ ...figures, waiting: queue.length, names: memory.size }),
    async recallNames(pauseMs = RECALL_PAUSE_MS) {
      for await (const page of recallNames(questions)) {
        for (const found of page) memory.remember(found);
        if (stopping || memory.isFull) return;
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    },
    async stop() {
      stopping = true;
      if (!isAtRest()) await new Promise<void>((resolve) => (whenEmpty = resolve));
      warden.stop();
      batches.close();
      await questions.close();
    },
  };
}
