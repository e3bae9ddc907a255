import { Command, CommanderError } from 'commander';
import { EXIT, settingsHelp } from './command.ts';
import { programVersion } from './version.ts';

/**
 * The commands, in the order in which help lists them. Only the one that is called is loaded: some need the whole program, which takes a
 * second, and whoever asks the database something, or looks at the journal, need not wait for that.
 */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).startCommand(),
  tenant: async () => (await import('./tenant.ts')).tenantCommand(),
  db: async () => (await import('./db.ts')).dbCommand((await import('../verify-database.ts')).verifyDatabase),
  journal: async () => (await import('./journal.ts')).journalCommand(),
  audit: async () => (await import('./audit.ts')).auditCommand(),
  replay: async () => (await import('./replay.ts')).replayCommand(),
  bench: async () => (await import('./bench.ts')).benchCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  simulate: async () => (await import('./simulate.ts')).simulateCommand(),
  recompute: async () => (await import('./recompute.ts')).recomputeCommand(),
  scenario: async () => (await import('./scenario.ts')).scenarioCommand(),
  conformance: async () => (await import('./conformance.ts')).conformanceCommand(),
};

const program = new Command('tallystick')
  .description('Loyalty points, gift cards and loyalty CRM, processed on your own machine.')
  .version(programVersion)
  .showHelpAfterError('(tallystick --help tells more)')
  .addHelpText(
    'after',
    `${settingsHelp()}\n\nExit codes: 0 done, 1 failed or found something wrong, 2 called wrongly.`,
  );

// What is called is the first word; without one of these there is help, or a complaint, which names them all.
const called = process.argv[2] ?? '';
const load = Object.hasOwn(COMMANDS, called) ? [COMMANDS[called]] : Object.values(COMMANDS);
for (const command of load) program.addCommand(await command());

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
