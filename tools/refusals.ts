import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refusalCatalogue } from '../server/src/app/refusal-catalogue.ts';
import { doorRefusalsOf } from '../server/src/platform/http/openapi.ts';
import { readEndpoints } from './endpoints.ts';
import { root } from './source-files.ts';

// Writes docs/reference/refusals.md from the registered refusals and the endpoints that answer them. With --check it writes nothing
// and fails where the committed file says something else. It fails in any case for a refusal that nobody answers.

const path = join(root, 'docs/reference/refusals.md');

// More endpoints than this stand in a list of their own below the table.
const NAMED_MAX = 6;

const CREDENTIAL = 'any endpoint with a scope, before it is asked';
const SESSION = 'any endpoint, of somebody who is signed in to the portal';
const CARD_FILE = 'a card file that could not be read or made';
const NOTICE = 'the exceptions of a notice';
const COMMAND = 'the command line';

// What no endpoint lists, and where it is met instead.
const ELSEWHERE: Readonly<Record<string, string>> = {
  'http.request.malformed': 'the door, before an endpoint is found',
  'http.route.unknown': 'the door, before an endpoint is found',
  'http.method.not_allowed': 'the door, before an endpoint is found',
  'partners.credential.unknown': CREDENTIAL,
  'partners.credential.revoked': CREDENTIAL,
  'partners.credential.expired': CREDENTIAL,
  'partners.credential.person_not_active': CREDENTIAL,
  'staff.session.beyond_place': SESSION,
  'staff.session.place_unclear': SESSION,
  'cards.stock.not_of_range': CARD_FILE,
  'checkout.notice.too_old': NOTICE,
  'checkout.tender.outside_not_paid': NOTICE,
  'checkout.return.sale_never_came': 'the exceptions of a parked return',
  'programs.tenant.code_malformed': COMMAND,
  'programs.tenant.code_taken': COMMAND,
  'programs.tenant.unknown_country': COMMAND,
  'kernel.rate.malformed': 'the problems of a rulebook, in words of the kind',
};

const { endpoints } = await readEndpoints();

/** The endpoints whose refusals, as `refusalsOf` names them, have each code. */
function answeredBy(refusalsOf: (endpoint: (typeof endpoints)[number]) => readonly string[]): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    for (const code of new Set(refusalsOf(endpoint))) {
      by.set(code, [...(by.get(code) ?? []), `${endpoint.method} ${endpoint.path}`]);
    }
  }
  return by;
}

const own = answeredBy(({ refusals }) => refusals);
const door = answeredBy(doorRefusalsOf);
const answerers = (code: string): readonly string[] =>
  (own.get(code) ?? []).toSorted().map((endpoint) => `\`${endpoint}\``);
const unanswered: string[] = [];

function whoAnswers(code: string): string {
  const named = answerers(code);
  const atDoor = door.get(code)?.length ?? 0;
  // The door asks of so many that only the number says something; an endpoint may answer the same by itself.
  if (atDoor > 0)
    return atDoor === endpoints.length ? 'every endpoint' : `${atDoor} of all ${endpoints.length} endpoints`;
  if (named.length > NAMED_MAX) return `[${named.length} endpoints](#${anchorOf(code)})`;
  if (named.length > 0) return named.join('<br>');
  const elsewhere = ELSEWHERE[code] ?? (code.startsWith('cards.file.') ? CARD_FILE : undefined);
  if (elsewhere === undefined) unanswered.push(code);
  return elsewhere ?? '';
}

const anchorOf = (code: string): string => code.replaceAll('.', '');
const cell = (text: string): string => text.replaceAll('|', '\\|');

const rowOf = (code: string): string => {
  const { status, till, retry, text } = refusalCatalogue.entry(code);
  return `| \`${code}\` | ${status} | ${till}, ${retry} | ${cell(text.en)}<br>*${cell(text.es)}* | ${whoAnswers(code)} |`;
};

const rooms = [...new Set(refusalCatalogue.codes.map((code) => code.split('.')[0] ?? code))];
const many = refusalCatalogue.codes.filter((code) => !door.has(code) && answerers(code).length > NAMED_MAX);
const text = [
  '# Refusals',
  '',
  'Generated from the registered refusals and the endpoints by `tools/refusals.ts`; do not edit. A refusal is a problem (RFC 9457)',
  'whose `code` never changes; `{name}` in its sentence is filled from its `facts`.',
  '',
  '`till` says what the till does: `declined` (tell the buyer no), `retry` (send again), `error` (call for help), `parked` (go on, it',
  'waits here). `retry` says whether sending again helps: `never`, the `same` body at once, the same body `later`, or a `changed` one.',
  '',
  ...rooms.flatMap((room) => [
    `## ${room}`,
    '',
    '| Code | Status | Till, retry | | Answered by |',
    '|---|---|---|---|---|',
    ...refusalCatalogue.codes.filter((code) => code.startsWith(`${room}.`)).map(rowOf),
    '',
  ]),
  '## Answered by many',
  '',
  ...many.flatMap((code) => [`### ${code}`, '', ...answerers(code).map((endpoint) => `- ${endpoint}`), '']),
]
  .join('\n')
  .replace(/\n+$/, '\n');

if (unanswered.length > 0) {
  console.error(
    `These refusals are answered by nobody; take them out or say where they are met: ${unanswered.join(', ')}`,
  );
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`docs/reference/refusals.md has ${refusalCatalogue.codes.length} refusals.`);
} else if (existsSync(path) && readFileSync(path, 'utf8') === text) {
  console.log(`docs/reference/refusals.md describes the ${refusalCatalogue.codes.length} refusals.`);
} else {
  console.error('docs/reference/refusals.md is not what the refusals say; run tools/refusals.ts');
  process.exitCode = 1;
}
