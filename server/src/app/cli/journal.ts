import { Command } from 'commander';
import { journalRootsCommand } from './journal-roots.ts';
import { journalVerifyCommand } from './journal-verify.ts';

/** `tallystick journal …`: the books, and the proof that nobody has changed them. */
export function journalCommand(): Command {
  return new Command('journal')
    .summary('prove that the books are whole')
    .description(
      'Proves what was booked. Works beside a running program; where none is running, the embedded PostgreSQL is ' +
        'started as long as it is needed.',
    )
    .addCommand(journalVerifyCommand())
    .addCommand(journalRootsCommand());
}
