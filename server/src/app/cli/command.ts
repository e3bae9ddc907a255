import { SETTINGS, loadConfig, type Config } from '../../platform/config.ts';
import { sentenceOf } from './sentence-of.ts';
import { WrongCall } from './wrong-call.ts';

/** What a command ends with: 0 done, 1 it failed or found something wrong, 2 it was called wrongly. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** The settings of the environment, for the end of a help text. */
export function settingsHelp(): string {
  const width = Math.max(...SETTINGS.map(({ name }) => name.length));
  const lines = SETTINGS.map(
    ({ name, standard, text }) => `  ${name.padEnd(width)}  ${text}${standard === '' ? '' : ` (${standard})`}`,
  );
  return `\nSettings, read from the environment:\n${lines.join('\n')}`;
}

/** Prints what went wrong: one line for what the world did, everything for a mistake of ours. Gives the exit code. */
export function complain(error: unknown): number {
  if (error instanceof WrongCall) {
    for (const line of error.lines) console.error(`tallystick: ${line}`);
    return EXIT.usage;
  }
  const sentence = sentenceOf(error);
  if (sentence === undefined) console.error(error);
  else console.error(`tallystick: ${sentence}`);
  return EXIT.failed;
}

/** The settings, or the end of the process with the line that names the wrong one. */
export function configOrExit(): Config {
  const read = loadConfig();
  if (read.ok) return read.config;
  console.error(`tallystick: ${read.problem}`);
  process.exit(EXIT.usage);
}

/**
 * Runs a command that comes and goes. Its answer is the exit code; nothing means done. When the starter above us is
 * killed we end too.
 */
export async function runCommand(work: (config: Config) => Promise<number | void>): Promise<void> {
  process.once('disconnect', () => process.exit(EXIT.failed));
  // The channel shall not keep a finished command alive.
  process.channel?.unref();
  try {
    process.exitCode = (await work(configOrExit())) ?? EXIT.done;
  } catch (error) {
    process.exitCode = complain(error);
  }
}
