import { Command } from 'commander';
import { findDatabase } from '../../platform/database/server.ts';
import type { Program } from '../start.ts';
import { EXIT, complain, configOrExit, settingsHelp } from './command.ts';

// Two seconds after a kill of the starter everything has to be gone; half of one is for what comes after.
const HASTE_MS = 1_000;

/** `tallystick start`: runs until it is told to stop. */
export function startCommand(): Command {
  return new Command('start')
    .summary('run the program')
    .description(
      'Starts PostgreSQL (unless DATABASE_URL names one), brings the schema up to date and serves the API until it is ' +
        'stopped by Ctrl-C or SIGTERM. A first start makes the keys and, unless DEMO=no, a demo tenant; later ones keep the data.',
    )
    .addHelpText('after', settingsHelp())
    .action(start);
}

async function start(): Promise<void> {
  const config = configOrExit();
  let program: Program | undefined;
  let stopping: Promise<void> | undefined;
  const stopped = Promise.withResolvers<{ expected: boolean }>();
  let asked: { withinMs: number | undefined } | undefined;

  const stop = (withinMs?: number): void => {
    asked ??= { withinMs };
    if (!program) return;
    stopping ??= program
      .stop(withinMs)
      .catch((error: unknown) => {
        complain(error);
        process.exitCode = EXIT.failed;
      })
      .finally(() => stopped.resolve({ expected: true }));
  };
  // A terminal's Ctrl-C comes twice, from the terminal and through the starter: `on`, and stopping happens once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
  // The starter was killed, so we go as fast as safety allows; the database recovers what we did not finish in time.
  process.once('disconnect', () => {
    stop(HASTE_MS);
    setTimeout(() => process.exit(EXIT.failed), HASTE_MS).unref();
  });

  try {
    const { startProgram } = await import('../start.ts');
    program = await startProgram(config, (line) => console.log(line));
  } catch (error) {
    complain(error);
    leave(EXIT.failed);
    return;
  }
  for (const line of program.greeting) console.log(line);
  if (asked) stop(asked.withinMs);
  // A database that is not ours does not end with us.
  const { expected } = await Promise.race([program.ended, stopped.promise]);
  if (!expected) {
    const place = findDatabase(config);
    const log = place.kind === 'embedded' ? `; its last words are in ${place.cluster}.log` : '';
    console.error(`tallystick: PostgreSQL went away by itself${log}`);
    process.exitCode = EXIT.failed;
    setTimeout(() => process.exit(EXIT.failed), HASTE_MS).unref();
    stop(HASTE_MS);
  }
  await stopping;
  leave(process.exitCode ?? EXIT.done);
}

/** Lets the process end by itself, and helps where a start that failed has left a connection open. */
function leave(code: typeof process.exitCode): void {
  process.exitCode = code;
  if (process.connected) process.disconnect();
  setTimeout(() => process.exit(), HASTE_MS).unref();
}
