import { Command } from 'commander';
import { publicSigningKeys } from '../../platform/keys.ts';
import { conformanceCases } from '../conformance/index.ts';
import { runCommand } from './command.ts';
import { conformanceRunCommand } from './conformance-run.ts';
import { conformanceVerifyCommand } from './conformance-verify.ts';
import { conformanceWatchCommand } from './conformance-watch.ts';
import { readInstallationKeys } from './installation-keys.ts';
import { formatTable } from './table.ts';

/** `tallystick conformance …`: a simulated till, and the certificate of what it could do. */
export function conformanceCommand(): Command {
  return new Command('conformance')
    .summary('play a till against the API, and certify what passed')
    .description(
      'Plays what every till must be able to: sales, repeats, returns, voids, lines that break, late notices, gift cards. What passed is signed ' +
        "with the installation's key. It books: play against a sandbox or the demo tenant, never with cards of customers.",
    )
    .addCommand(conformanceRunCommand())
    .addCommand(conformanceWatchCommand())
    .addCommand(conformanceVerifyCommand())
    .addCommand(listCommand())
    .addCommand(keyCommand());
}

function listCommand(): Command {
  return new Command('list').summary('name the cases').action(() =>
    runCommand(async () => {
      const rows = conformanceCases.map(({ code, title, needs }) => [code, title, needs ? NEEDS[needs] : '']);
      console.log(formatTable(['case', 'what has to be so', 'needs'], rows));
    }),
  );
}

const NEEDS = {
  member: "a member's card",
  giftCard: 'a gift card',
  pin: 'a gift card with PIN',
  code: "a phone's code",
} as const;

function keyCommand(): Command {
  return new Command('key')
    .summary('print the public halves of the signing keys')
    .description(
      'Prints the public halves as PEM. Somebody elsewhere checks a certificate by them: "conformance verify --public-key".',
    )
    .action(() =>
      runCommand(async (config) => {
        for (const { number, pem } of publicSigningKeys(readInstallationKeys(config)))
          console.log(`signing key ${number}\n${pem}`);
      }),
    );
}
