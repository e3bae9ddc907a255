import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { Fault } from '../../kernel/fault.ts';
import { systemClock } from '../../platform/clock.ts';
import { credentialOfEnvironment, type Config } from '../../platform/config.ts';
import {
  conformanceCases,
  makeCertificate,
  openTill,
  playConformance,
  readPropsFile,
  type CaseResult,
  type Certificate,
  type ConformanceReport,
  type Place,
  type PropsFile,
} from '../conformance/index.ts';
import { EXIT, runCommand } from './command.ts';
import { readInstallationKeys } from './installation-keys.ts';
import { programVersion } from './version.ts';

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
      'The credential is one of a till. It is read from --credential-file, from TALLYSTICK_CREDENTIAL, or from the file to play with. Ends with 1 where a ' +
        'case failed; then nothing is signed. A case whose thing was not brought is not played, and the certificate says so.',
    )
    .requiredOption('--url <url>', 'where the API is, as http://127.0.0.1:8080', urlOf)
    .option(
      '--with <file>',
      'JSON with "till", "members": [{"card"}], "giftCards": [{"number", "pin"}] (DATA_DIR/demo.json)',
    )
    .option('--credential-file <file>', 'a file that holds the credential and nothing else')
    .option('--outlet <code>', 'where the till stands, for a credential that is not bound to one')
    .option('--terminal <code>', 'which till it is')
    .option('--currency <code>', 'of receipts and the gift card; one with two decimals', 'EUR')
    .option('--code <code>', 'what a phone shows right now, where the program asks for codes of a minute')
    .option('--except <cases>', 'cases to leave out, divided by commas; the certificate tells them', exceptOf, [])
    .option('--out <file>', 'where the certificate is written', 'conformance.json')
    .option('--no-certificate', 'only play: no key is needed')
    .option('--json', 'print one object')
    .action((options: Options) => runCommand((config) => run(config, options)));
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError('it is an address with http or https.');
  if (url.username !== '' || url.password !== '') throw new InvalidArgumentError('no secret belongs into an address.');
  return url;
}

function exceptOf(text: string): string[] {
  const codes = text.split(',');
  const unknown = codes.find((code) => !conformanceCases.some((one) => one.code === code));
  if (unknown !== undefined) throw new InvalidArgumentError(`there is no case "${unknown}".`);
  return codes;
}

async function run(config: Config, options: Options): Promise<number> {
  const file = readPropsFile(options.with ?? join(config.dataDir, 'demo.json'));
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
      if (!options.json) console.log(lineOf(done, total, result));
    },
  });
  const made = keys && makeCertificate(keys, { version: programVersion, url: url.origin, ...place }, report);
  if (made?.ok) writeCertificate(options.out, made.certificate);
  tell(options, report, made?.ok === false ? made.problem : undefined, made?.ok === true);
  const isGood = report.cases.every(({ outcome }) => outcome !== 'failed') && made?.ok !== false;
  return isGood ? EXIT.done : EXIT.failed;
}

function credentialOf({ credentialFile }: Options, file: PropsFile): string {
  let credential: string | undefined;
  try {
    credential = credentialFile === undefined ? credentialOfEnvironment() : readFileSync(credentialFile, 'utf8').trim();
  } catch (cause) {
    throw new Fault(`${credentialFile} cannot be read`, { retry: 'never', cause });
  }
  const found = credential ?? file.till;
  if (found === undefined || found === '') throw new Fault('there is no credential of a till', { retry: 'never' });
  return found;
}

function writeCertificate(file: string, certificate: Certificate): void {
  try {
    writeFileSync(file, `${JSON.stringify(certificate, undefined, 2)}\n`);
  } catch (cause) {
    throw new Fault(`${file} cannot be written`, { retry: 'never', cause });
  }
}

const MARKS = { passed: '✓', failed: '✗', not_played: '–' } as const;

function lineOf(done: number, total: number, { code, title, outcome, why, checks }: CaseResult): string {
  const head = `${String(done).padStart(2)}/${total} ${MARKS[outcome]} ${code}: ${title}${why === undefined ? '' : ` (not played: ${why})`}`;
  const wrong = checks.filter(({ ok }) => !ok);
  return [
    head,
    ...wrong.map(({ what, seen }) => `        ! ${what}${seen === undefined ? '' : `, but: ${seen}`}`),
  ].join('\n');
}

function tell(
  { json, out }: Options,
  report: ConformanceReport,
  problem: string | undefined,
  isWritten: boolean,
): void {
  const certificate = isWritten ? { certificate: out } : {};
  if (json) console.log(JSON.stringify({ ...report, ...certificate, ...(problem === undefined ? {} : { problem }) }));
  else {
    const count = (outcome: CaseResult['outcome']): number =>
      report.cases.filter((one) => one.outcome === outcome).length;
    console.log(
      `\n${count('passed')} passed, ${count('failed')} failed, ${count('not_played')} not played; run ${report.run}`,
    );
    if (isWritten) console.log(`The certificate is ${out}`);
  }
  if (problem !== undefined) console.error(`tallystick: ${problem}`);
}
