import { Command, CommanderError } from 'commander';
import { verifyDatabase } from '../verify-database.ts';
import { EXIT, settingsHelp } from './command.ts';
import { auditCommand } from './audit.ts';
import { benchCommand } from './bench.ts';
import { conformanceCommand } from './conformance.ts';
import { dbCommand } from './db.ts';
import { explainCommand } from './explain.ts';
import { journalCommand } from './journal.ts';
import { recomputeCommand } from './recompute.ts';
import { replayCommand } from './replay.ts';
import { scenarioCommand } from './scenario.ts';
import { simulateCommand } from './simulate.ts';
import { startCommand } from './start.ts';
import { tenantCommand } from './tenant.ts';
import { programVersion } from './version.ts';

const program = new Command('tallystick')
  .description('Loyalty points, gift cards and loyalty CRM, processed on your own machine.')
  .version(programVersion)
  .showHelpAfterError('(tallystick --help tells more)')
  .addHelpText('after', `${settingsHelp()}\n\nExit codes: 0 done, 1 failed or found something wrong, 2 called wrongly.`)
  .addCommand(startCommand())
  .addCommand(tenantCommand())
  .addCommand(dbCommand(verifyDatabase))
  .addCommand(journalCommand())
  .addCommand(auditCommand())
  .addCommand(replayCommand())
  .addCommand(benchCommand())
  .addCommand(explainCommand())
  .addCommand(simulateCommand())
  .addCommand(recomputeCommand())
  .addCommand(scenarioCommand())
  .addCommand(conformanceCommand());

/** Takes the whole tree along: a subcommand has its own way of ending otherwise. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwInsteadOfExit(inner);
}

/**
 * Whoever reads us may stop reading, as `head` does: that is nobody's mistake. What is said from then on is dropped; the
 * command finishes what it does and ends as it would have: a move broken off because nobody reads would be the surprise.
 */
function outliveReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

outliveReader();
throwInsteadOfExit(program);
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version come this way too, with 0.
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
}
