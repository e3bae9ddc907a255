/** Somebody who waits, until when (monotonic milliseconds), and whether he has been answered. The chain is the warden's. */
export type Patient = {
  readonly deadline: number;
  readonly isAnswered: boolean;
  before?: Patient | undefined;
  after?: Patient | undefined;
};

const LOOK_MS = 250;

/**
 * Looks after everybody's patience with one slow timer; a timer for each operation would cost more than the operation's lock.
 * `whenLate` is told who has waited for too long and was not answered.
 *
 * They stand in a chain, and who leaves it lets go of his neighbours. A `Set` without room moves to a new table, and the old one, garbage that only
 * a collection of everything finds, holds on to all who were in it: four fifths of what a batch had in memory outlived it for that.
 */
export class Warden<T extends Patient> {
  #first: Patient | undefined;
  #last: Patient | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(whenLate: (late: readonly T[]) => void) {
    this.#timer = setInterval(() => {
      const now = performance.now();
      const late: T[] = [];
      for (let one = this.#first; one; one = one.after) if (one.deadline <= now && !one.isAnswered) late.push(one as T);
      if (late.length > 0) whenLate(late);
    }, LOOK_MS);
    this.#timer.unref();
  }

  watch(one: T): void {
    one.before = this.#last;
    if (this.#last) this.#last.after = one;
    else this.#first = one;
    this.#last = one;
  }

  forget(one: T): void {
    const { before, after } = one;
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
    one.before = undefined;
    one.after = undefined;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
