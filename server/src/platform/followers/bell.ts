/** Lets a loop sleep until somebody rings or its time is up. A ring while nobody sleeps is kept for the next sleep. */
export type Bell = {
  ring(): void;
  /** Resolves at the next ring or after so many milliseconds. One sleeper at a time. */
  sleep(ms: number): Promise<void>;
};

/** A bell for one loop. */
export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      if (wake) wake();
      else rung = true;
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        if (rung) {
          rung = false;
          resolve();
          return;
        }
        const done = (): void => {
          clearTimeout(timer);
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(done, ms);
        wake = done;
      }),
  };
}
