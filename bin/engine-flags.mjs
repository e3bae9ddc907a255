// How the engine is set for the program. Plain JavaScript, as everything that runs before the right Node is found.
import { memoryAllowed } from './memory-allowed.mjs';

const youngMegabytes = Math.min(128, Math.max(16, Math.floor(memoryAllowed() / 2 ** 20 / 32)));

/** The flags by which the program is started. */
export const ENGINE_FLAGS = [
  // A batch's facts live for some milliseconds; in a young generation of 128 MB they die there, where collecting costs nothing.
  // It is three times as large in all, and so smaller where there is less memory than 4 GB.
  `--max-semi-space-size=${youngMegabytes}`,
  // Nothing is made old from the start. The engine does so with what its kind often outlived, and whatever died old keeps all that it points to until
  // everything is collected: operations and records of half a second ago, copied twice, a third of the deciding thread's time.
  '--no-allocation-site-pretenuring',
  // Collected when it is full, not at four fifths of that.
  '--no-minor-gc-task',
  // What survives is little: on a second core its collection was no sooner done, and kept PostgreSQL waiting.
  '--no-parallel-scavenge',
  // One helping thread for each core but one. Node's own number is four: on two cores they stood in the way of the thread that they help.
  '--v8-pool-size=0',
  // Node's own code on pages of two megabytes where the system gives them: a tenth of the deciding thread's time, and nothing where it does not.
  '--use-largepages=silent',
];
