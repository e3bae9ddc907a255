/** Somebody who waits, until when (monotonic milliseconds), and whether he has been answered. */
export type Patient = { readonly deadline: number; readonly isAnswered: boolean };

const LOOK_MS = 250;

/**
 * Looks after everybody's patience with one slow timer; a timer for each operation would cost more than the operation's lock.
 * `whenLate` is told who has waited for too long and was not answered.
 */
export class Warden<T extends Patient> {
  readonly #waiting = new Set<T>();
  readonly #timer: NodeJS.Timeout;

  constructor(whenLate: (late: readonly T[]) => void) {
    this.#timer = setInterval(() => {
      const now = performance.now();
      const late = [...this.#waiting].filter((one) => one.deadline <= now && !one.isAnswered);
      if (late.length > 0) whenLate(late);
    }, LOOK_MS);
    this.#timer.unref();
  }

  watch(one: T): void {
    this.#waiting.add(one);
  }

  forget(one: T): void {
    this.#waiting.delete(one);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
