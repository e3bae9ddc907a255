import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { EXIT } from './command.ts';

const MAIN = fileURLToPath(new URL('../../../../tools/bench/main.ts', import.meta.url));

/** `tallystick bench`: the same as `npm run bench`; its options are its own. */
export function benchCommand(): Command {
  return new Command('bench')
    .summary('measure this machine')
    .description(
      'Measures sales on this machine beside a plain baseline, in one run (bench --help tells its parts and options).',
    )
    .helpOption(false)
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(async (given: string[]) => {
      const child = spawn(process.execPath, [MAIN, ...given], { stdio: 'inherit' });
      process.exitCode = await new Promise<number>((resolve) =>
        child.once('exit', (code) => resolve(code ?? EXIT.failed)),
      );
      if (process.connected) process.disconnect();
    });
}
