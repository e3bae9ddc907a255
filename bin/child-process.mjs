// How a starter and its program live and die together.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// Half of a second leaves the program a second and a half of the two in which everything has to be gone.
const PARENT_WATCH_MS = 500;
// What Node has compiled once it need not compile again: half of a start. Kept by content, so that a changed file is compiled anew; where
// the folder cannot be written Node goes without.
const COMPILED = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

/**
 * Runs `args` on the Node at `path` and ends as it ends.
 * With `lifeline` the program holds one end of an ipc channel: when this process is killed the channel closes, and the
 * program, which listens for 'disconnect', stops by itself.
 */
export function runNode(path, args, { lifeline }) {
  const child = spawn(path, args, {
    stdio: ['inherit', 'inherit', 'inherit', ...(lifeline ? ['ipc'] : [])],
    // Tools that look for `node` by name find the same one.
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, PATH: dirname(path) + delimiter + (process.env.PATH ?? '') },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  watchNpm(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`tallystick: ${path} did not start: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 1;
    if (!signal) return;
    for (const name of SIGNALS) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

/**
 * Calls `gone` when the npm that started us dies without a word (kill -9).
 * Only under npm: whoever starts the program by hand may well leave it running and log out.
 */
export function watchNpm(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, PARENT_WATCH_MS);
  timer.unref();
}
