import { SingleBar } from 'cli-progress';

export type ProgressBar = {
  /** Says how far it is: `total` may be a guess and may grow. */
  show(done: number, total: number, what: string): void;
  /** Takes the bar away or leaves its last state, whichever the terminal does. */
  stop(): void;
};

// What is done sooner needs no bar.
const SHOWN_AFTER_MS = 2_000;
// Without a terminal a line now and then is enough.
const LINE_EVERY_MS = 5_000;

/** A bar on standard error that appears when the work takes longer than two seconds. */
export function progressBar(unit: string): ProgressBar {
  let begun: number | undefined;
  let bar: SingleBar | undefined;
  return {
    show(done, total, what) {
      if (!bar) {
        begun ??= performance.now();
        if (performance.now() - begun < SHOWN_AFTER_MS || done >= total) return;
        bar = new SingleBar({
          format: `{bar} {percentage}% {value} of about {total} ${unit}, {duration_formatted} so far  {what}`,
          stream: process.stderr,
          hideCursor: true,
          noTTYOutput: true,
          notTTYSchedule: LINE_EVERY_MS,
        });
        bar.start(total, done, { what });
      }
      bar.setTotal(Math.max(total, done));
      bar.update(done, { what });
    },
    stop: () => bar?.stop(),
  };
}
