import { Command } from 'commander';
import type { Config } from '../../platform/config.ts';
import { conformanceCases, readCertificate, type Certificate } from '../conformance/index.ts';
import { EXIT, runCommand } from './command.ts';
import { readInstallationKeys } from './installation-keys.ts';
import { textOf } from './read-json.ts';
import { formatTable } from './table.ts';

type Options = { publicKey?: string; json?: true };

/** `tallystick conformance verify`: whether a certificate is as it was signed, and what it says. */
export function conformanceVerifyCommand(): Command {
  return new Command('verify')
    .summary('check a certificate and print what it says')
    .description(
      'Checks the signature by the keys of this installation, or by a public key. Ends with 1 when it does not fit.',
    )
    .argument('<file>', 'the certificate')
    .option('--public-key <file>', 'check by the public half of a signing key (PEM), as "conformance key" prints it')
    .option('--json', 'print one object')
    .action((file: string, options: Options) => runCommand(async (config) => verify(config, file, options)));
}

function verify(config: Config, file: string, { publicKey, json }: Options): number {
  const text = textOf(file);
  const checker = publicKey === undefined ? { keys: readInstallationKeys(config) } : { publicKey: textOf(publicKey) };
  const read = readCertificate(checker, text);
  if (!read.ok) {
    if (json) console.log(JSON.stringify({ valid: false, problem: read.problem }));
    console.error(`tallystick: ${file}: ${read.problem}`);
    return EXIT.failed;
  }
  if (json)
    console.log(JSON.stringify({ valid: true, missing: missingIn(read.certificate), certificate: read.certificate }));
  else print(read.certificate);
  return EXIT.done;
}

/** Cases that there are today and of which the certificate says nothing: it is older than they are. */
function missingIn({ subject, passed, notPlayed }: Certificate): string[] {
  if (subject === 'till') return [];
  const known = new Set([...passed, ...notPlayed].map(({ code }) => code));
  return conformanceCases.map(({ code }) => code).filter((code) => !known.has(code));
}

function print(told: Certificate): void {
  const { subject, url, outlet, terminal, begunAt, run, version, key, passed, notPlayed } = told;
  const place = outlet === undefined ? 'the terminal of the credential' : `${outlet}/${terminal ?? ''}`;
  console.log(`Signed by signing key ${key}, and not changed since.`);
  console.log(subject === 'server' ? 'A played till against a server:' : 'A till that was watched before a server:');
  console.log(`${url}, ${place}, ${begunAt}, run ${run}, played by Tallystick ${version}\n`);
  const rows = passed.map(({ code, checks, title }) => [code, `passed, ${checks} checks`, title]);
  const left = notPlayed.map(({ code, why }) => [code, 'not played', why]);
  console.log(formatTable(['case', 'outcome', 'what'], [...rows, ...left]));
  const missing = missingIn(told);
  if (missing.length > 0) console.log(`\nIt is older than these cases: ${missing.join(', ')}`);
}
