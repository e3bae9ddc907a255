import { Command } from 'commander';
import { borrowServer, isRunning, type DatabasePlace } from '../../platform/database/server.ts';
import { embeddedUrl } from '../../platform/database/embedded-cluster.ts';
import { runCommand } from './command.ts';
import { placeOfInstallation } from './installation.ts';

/** `tallystick db url`: the address for psql and other tools. */
export function dbUrlCommand(): Command {
  return new Command('url')
    .summary('print the address of the database')
    .description('Prints the address that psql and other tools understand: psql "$(tallystick db url)".')
    .option('--hold', 'when no program is running, start the embedded server and keep it until Ctrl-C')
    .action(({ hold }: { hold?: true }) =>
      runCommand(async (config) => {
        const place = placeOfInstallation(config);
        if (place.kind === 'external') return console.log(place.url);
        if (hold) return holdServer(place);
        console.log(embeddedUrl(place.cluster));
        if (!(await isRunning(place))) {
          console.error(
            'Nothing answers there now: it does while "tallystick start" or "tallystick db url --hold" runs.',
          );
        }
      }),
    );
}

async function holdServer(place: DatabasePlace): Promise<void> {
  const server = await borrowServer(place);
  console.log(server.url);
  const asked = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
  });
  // A promise alone does not keep a process.
  const alive = setInterval(() => undefined, 60_000);
  await Promise.race([asked, server.ended]);
  clearInterval(alive);
  await server.stop();
}
