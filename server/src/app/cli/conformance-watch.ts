import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { judgeTill, openWatchedLine, type Note } from '../conformance/index.ts';
import { runCommand } from './command.ts';
import { apiUrlOf, certify, linesOf } from './conformance-outcome.ts';
import { readInstallationKeys } from './installation-keys.ts';

type Options = {
  url: URL;
  host: string;
  port: number;
  seconds?: number;
  out: string;
  certificate: boolean;
  json?: true;
};

const PORT_MAX = 65_535;
const SECONDS_MAX = 86_400;
const RUN_BYTES = 4;

/** `tallystick conformance watch`: a bad line in front of the API, and what somebody's till makes of it. */
export function conformanceWatchCommand(): Command {
  return new Command('watch')
    .summary('be a bad line for your own till, and certify how it behaves')
    .description(
      'Listens, passes on what your till sends, and breaks the line of every third new message: by turns before it has arrived and after it was answered. ' +
        'On Ctrl-C, or after --seconds, it says whether the till sent each of these again, or voided it, and signs that. It writes down no message and no credential.',
    )
    .requiredOption('--url <url>', 'where the API is, as http://127.0.0.1:8080', apiUrlOf)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 takes a free one', numberTo(PORT_MAX), 8081)
    .option('--seconds <count>', 'end by itself after so long', numberTo(SECONDS_MAX))
    .option('--out <file>', 'where the certificate is written', 'conformance-till.json')
    .option('--no-certificate', 'only watch: no key is needed')
    .option('--json', 'print one object')
    .action((options: Options) => runCommand((config) => watch(config, options)));
}

function numberTo(most: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,5}$/.test(text) || Number(text) > most) {
      throw new InvalidArgumentError(`It must be a whole number up to ${most}.`);
    }
    return Number(text);
  };
}

async function watch(config: Config, options: Options): Promise<number> {
  const keys = options.certificate ? readInstallationKeys(config) : undefined;
  const clock = systemClock();
  const begunAt = isoFromInstant(clock.now());
  const say = (line: string): void => {
    if (!options.json) console.log(line);
  };
  const line = await openWatchedLine(options.url, {
    ...{ host: options.host, port: options.port },
    onNote: (note) => say(lineOf(note)),
  });
  say(`Your till may speak to ${line.url.origin} in place of ${options.url.origin}. Ctrl-C ends it.`);
  await ending(options.seconds);
  await line.close();
  const cases = judgeTill(line.notes());
  if (!options.json) console.log(`\n${cases.map(linesOf).join('\n')}`);
  const run = randomBytes(RUN_BYTES).toString('hex');
  const report = { run, begunAt, endedAt: isoFromInstant(clock.now()), cases };
  return certify(keys, { subject: 'till', url: options.url.origin }, report, options);
}

const lineOf = ({ path, reference, status, code }: Note): string =>
  `${path} ${reference}: ${status === undefined ? 'the line breaks' : `${status} ${code ?? ''}`.trimEnd()}`;

function ending(seconds: number | undefined): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
    if (seconds !== undefined) setTimeout(done, seconds * 1_000);
  });
}
