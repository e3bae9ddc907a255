import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../../platform/clock.ts';
import { credentialOfEnvironment, type Config } from '../../platform/config.ts';
import {
  conformanceCases,
  openTill,
  playConformance,
  readProps,
  type Place,
  type PropsFile,
} from '../conformance/index.ts';
import { runCommand } from './command.ts';
import { apiUrlOf, certify, linesOf } from './conformance-outcome.ts';
import { readInstallationKeys } from './installation-keys.ts';
import { readJson, textOf } from './read-json.ts';
import { WrongCall } from './wrong-call.ts';

type Options = {
  url: URL;
  with?: string;
  credentialFile?: string;
  outlet?: string;
  terminal?: string;
  currency: string;
  code?: string;
  except: string[];
  out: string;
  certificate: boolean;
  json?: true;
};

/** `tallystick conformance run`: plays all cases and writes the certificate. */
export function conformanceRunCommand(): Command {
  return new Command('run')
    .summary('play all cases against a running API and write the certificate')
    .description(
      'Plays as a till, by the credential of one: from --credential-file, from TALLYSTICK_CREDENTIAL, or from the file to play with. Ends with 1 when a ' +
        'case failed; then nothing is signed. A case that lacks the card or gift card it needs is not played, and the certificate says so.',
    )
    .requiredOption('--url <url>', 'where the API is, as http://127.0.0.1:8080', apiUrlOf)
    .option(
      '--with <file>',
      'JSON with "till", "members": [{"card"}], "giftCards": [{"number", "pin"}] (DATA_DIR/demo.json)',
    )
    .option('--credential-file <file>', 'a file that holds the credential and nothing else')
    .option('--outlet <code>', 'where the till stands, for a credential that is not bound to one')
    .option('--terminal <code>', 'which till it is')
    .option('--currency <code>', 'of receipts and the gift card; one with two decimals', 'EUR')
    .option('--code <code>', 'what a phone shows right now, where the program asks for codes of a minute')
    .addOption(
      new Option('--except <cases>', 'cases to leave out, divided by commas; the certificate tells them')
        .argParser(exceptOf)
        .default([], 'none'),
    )
    .option('--out <file>', 'where the certificate is written', 'conformance.json')
    .option('--no-certificate', 'only play: no key is needed')
    .option('--json', 'print one object')
    .action((options: Options) => runCommand((config) => run(config, options)));
}

function exceptOf(text: string): string[] {
  const codes = text.split(',');
  const unknown = codes.find((code) => !conformanceCases.some((one) => one.code === code));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no case "${unknown}": "conformance list" names them.`);
  return codes;
}

async function run(config: Config, options: Options): Promise<number> {
  const file = propsOf(options.with ?? join(config.dataDir, 'demo.json'));
  const credential = credentialOf(options, file);
  // Before anything is booked: a run that could not be signed would be for nothing.
  const keys = options.certificate ? readInstallationKeys(config) : undefined;
  const { url, outlet, terminal } = options;
  const place: Place = { ...(outlet === undefined ? {} : { outlet }), ...(terminal === undefined ? {} : { terminal }) };
  const member = file.members?.[0]?.card;
  const report = await playConformance({
    till: openTill(url, credential, place),
    props: {
      ...{ currency: options.currency, giftCards: file.giftCards ?? [] },
      ...(member === undefined ? {} : { member }),
      ...(options.code === undefined ? {} : { code: options.code }),
    },
    clock: systemClock(),
    except: options.except,
    onProgress: (done, total, result) => {
      if (!options.json) console.log(`${String(done).padStart(2)}/${total} ${linesOf(result)}`);
    },
  });
  return certify(keys, { subject: 'server', url: url.origin, ...place }, report, options);
}

function propsOf(path: string): PropsFile {
  const read = readProps(readJson(path));
  if (read.ok) return read.props;
  throw new WrongCall(`${path} is no file to play with; wrong: ${read.places.join(', ')}`);
}

function credentialOf({ credentialFile }: Options, file: PropsFile): string {
  const credential = credentialFile === undefined ? credentialOfEnvironment() : textOf(credentialFile).trim();
  const found = credential ?? file.till;
  if (found === undefined || found === '') {
    throw new WrongCall('there is no credential of a till: name a file that holds one (--credential-file)');
  }
  return found;
}
