import type { ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './embedded-cluster.ts';

const LOG_BYTES_MAX = 10 * 1024 * 1024;
// All have to be gone two seconds after one was killed.
const FORCE_AFTER_MS = 1_000;

/**
 * The shell between us and the server. It waits on a pipe whose other end is ours. A line on it means: stop politely.
 * Its end without a line means that we were killed: stop, and after a second by force.
 * The server is told apart from its guard by its own process group, so that Ctrl-C does not reach it before us.
 */
export const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- >&- &
server=$!
echo $server
exec >&- 2>&-
if read -r line <&3; then
  kill -INT $server
else
  kill -INT $server
  tries=0
  while kill -0 $server && [ $tries -lt 10 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -QUIT $server
fi
wait $server
`;

/** A server that is up, with the guard that watches over it. */
export type Running = {
  guardPid: number;
  serverPid: number;
  ended: Promise<{ expected: boolean }>;
  stop(withinMs: number): Promise<void>;
};

/**
 * Waits until the server that `guard` has started is ready, and keeps what it says in the file `log`. When it ends
 * before that, gives its last words.
 */
export async function watchServer(guard: ChildProcess, log: string): Promise<{ running: Running } | { said: string }> {
  const kept = openLog(log);
  let said = '';
  let serverPid = 0;
  let expected = false;
  let isGone = false;
  // The server and its children alone hold the other end of stderr: its end is their end, however they died.
  const serverGone = new Promise<void>((done) =>
    guard.stderr!.on('close', () => {
      isGone = true;
      done();
    }),
  );
  // Once it is gone its number may belong to somebody else.
  const signal = (name: NodeJS.Signals): void => {
    if (!isGone && serverPid > 0 && isAlive(serverPid)) process.kill(serverPid, name);
  };
  const guardGone = new Promise<void>((done) => guard.on('exit', () => done()));
  guard.stdin!.on('error', () => undefined);
  guard.stdout!.once('data', (piece: Buffer) => (serverPid = Number(piece.toString())));

  const ended = (async () => {
    await Promise.race([serverGone, guardGone]);
    const asked = expected;
    // Whichever of the two was killed, the other one must not stay.
    guard.stdin!.end();
    signal('SIGINT');
    if (!asked) {
      await Promise.race([serverGone, sleep(FORCE_AFTER_MS, undefined, { ref: false })]);
      signal('SIGQUIT');
    }
    await Promise.all([serverGone, guardGone]);
    kept.end();
    return { expected: asked };
  })();

  const ready = new Promise<boolean>((settle, reject) => {
    guard.on('error', reject);
    guard.stderr!.on('data', (piece: Buffer) => {
      kept.write(piece);
      said = (said + piece.toString()).slice(-4_000);
      if (said.includes('ready to accept connections')) settle(true);
    });
    void ended.then(() => settle(false));
  });
  if (!(await ready)) return { said };

  const stop = async (withinMs: number): Promise<void> => {
    expected = true;
    guard.stdin!.end('stop\n');
    const force = setTimeout(() => signal('SIGQUIT'), withinMs);
    await ended;
    clearTimeout(force);
  };
  return { running: { guardPid: guard.pid ?? 0, serverPid, ended, stop } };
}

function openLog(path: string): ReturnType<typeof createWriteStream> {
  if (existsSync(path) && statSync(path).size > LOG_BYTES_MAX) truncateSync(path);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not end the program for the sake of a log line.
  stream.on('error', () => undefined);
  return stream;
}
