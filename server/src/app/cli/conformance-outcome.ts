import { writeFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { Keys } from '../../platform/keys.ts';
import { makeCertificate, type CaseResult, type Certificate, type ConformanceReport } from '../conformance/index.ts';
import { EXIT } from './command.ts';
import { programVersion } from './version.ts';

/** Where the API is; no secret belongs into an address. */
export function apiUrlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('It must be an address with http or https.');
  if (url.username !== '' || url.password !== '') throw new InvalidArgumentError('No secret belongs into an address.');
  return url;
}

const MARKS = { passed: '✓', failed: '✗', not_played: '–' } as const;

/** What came of a case, and what was otherwise than it had to be. */
export function linesOf({ code, title, outcome, why, checks }: CaseResult): string {
  const head = `${MARKS[outcome]} ${code}: ${title}${why === undefined ? '' : ` (not played: ${why})`}`;
  const wrong = checks.filter(({ ok }) => !ok);
  return [
    head,
    ...wrong.map(({ what, seen }) => `        ! ${what}${seen === undefined ? '' : `, but: ${seen}`}`),
  ].join('\n');
}

/** Signs what passed, where there are keys, says what came of all, and gives the exit code. */
export function certify(
  keys: Keys | undefined,
  by: Pick<Certificate, 'subject' | 'url'> & { readonly outlet?: string; readonly terminal?: string },
  report: ConformanceReport,
  { out, json }: { out: string; json?: true },
): number {
  const made = keys && makeCertificate(keys, { ...by, version: programVersion }, report);
  if (made?.ok) writeCertificate(out, made.certificate);
  const problem = made?.ok === false ? made.problem : undefined;
  const count = (outcome: CaseResult['outcome']): number =>
    report.cases.filter((one) => one.outcome === outcome).length;
  if (json) {
    const ended = { ...(made?.ok ? { certificate: out } : {}), ...(problem === undefined ? {} : { problem }) };
    console.log(JSON.stringify({ ...report, ...ended }));
  } else {
    const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('not_played')} not played`;
    console.log(`\n${counts}; run ${report.run}`);
    if (made?.ok) console.log(`The certificate is ${out}`);
  }
  if (problem !== undefined) console.error(`tallystick: ${problem}`);
  return count('failed') === 0 && problem === undefined ? EXIT.done : EXIT.failed;
}

function writeCertificate(file: string, certificate: Certificate): void {
  writeFileSync(file, `${JSON.stringify(certificate, undefined, 2)}\n`);
}
