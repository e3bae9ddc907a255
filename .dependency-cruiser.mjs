// The import rules of the house. The storeys come from rooms.json; `tools/check-imports.ts` runs them and makes sure
// that they see something.
import { readFileSync } from 'node:fs';

/** @type {{ storeys: string[][] }} */
const { storeys } = JSON.parse(readFileSync(new URL('rooms.json', import.meta.url), 'utf8'));

const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const path = (pattern, pathNot) => (pathNot === undefined ? { path: pattern } : { path: pattern, pathNot });

// Tests, and the fakes that only they use.
const TEST = '(\\.test\\.ts|/fake-[^/]*\\.ts)$';
const ROOMS = '^server/src/rooms/';

const storeysLookDown = storeys.map((names, i) =>
  rule(
    `storey-${i}-looks-down`,
    path(`${ROOMS}(${names.join('|')})/`, TEST),
    path(`${ROOMS}(${storeys.slice(i).flat().join('|')})/`, `${ROOMS}$1/`),
    'A room imports rooms of lower storeys only. Speak upwards by an event or a slot.',
  ),
);

const rules = [
  rule(
    'no-circles',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    'Nothing imports itself in the end. So a store calls no verb either: the verb imports its store.',
  ),
  ...storeysLookDown,
  rule(
    'by-the-front-door',
    path(`${ROOMS}([^/]+)/`),
    path(`${ROOMS}[^/]+/`, [`${ROOMS}$1/`, `${ROOMS}[^/]+/index\\.ts$`]),
    'Another room is entered through its index.ts.',
  ),
  rule(
    'app-by-the-front-door',
    path('^(server/src/app|scenarios|tools)/', TEST),
    path(`${ROOMS}`, [
      `${ROOMS}[^/]+/index\\.ts$`,
      `${ROOMS}[^/]+/http/routes\\.ts$`,
      `${ROOMS}[^/]+/jobs/index\\.ts$`,
    ]),
    'The app composes rooms; it does not reach into them.',
  ),
  rule(
    'http-does-not-touch-store',
    path(`${ROOMS}[^/]+/http/`),
    path(`${ROOMS}[^/]+/store/`),
    'An endpoint asks a verb.',
  ),
  rule(
    'sql-lives-in-store',
    path('^server/src/', ['/(store|read)/', '^server/src/platform/', TEST]),
    { path: '^server/src/platform/database/sql\\.ts$', dependencyTypesNot: ['type-only'] },
    'Statements stand in store/ and read/.',
  ),
  rule(
    'kernel-is-bedrock',
    path('^server/src/kernel/'),
    path('^(server/src/(platform|rooms|app)|contract)/'),
    'The kernel knows nobody.',
  ),
  rule(
    'platform-knows-no-room',
    path('^server/src/platform/'),
    path('^server/src/(rooms|app)/'),
    'The platform knows no room.',
  ),
  rule(
    'domain-knows-no-contract',
    path(ROOMS, ['/http/', TEST]),
    path('^contract/'),
    'Only http/ speaks the words of the contract.',
  ),
  rule(
    'contract-imports-nothing',
    path('^contract/'),
    path('^(server|portal|till|tools|scenarios)/'),
    'The contract is for everybody.',
  ),
  rule(
    'portal-speaks-contract',
    // What their tests do with a program and its folders, tests of the server do too.
    path('^(portal|till|member-page)/', '^(portal|member-page)/test/'),
    path('^server/'),
    'Clients know the contract, not the server.',
  ),
  rule(
    'no-test-in-the-program',
    path('^(server/src|contract)/', [TEST, '/database/template\\.ts$']),
    path(TEST),
    'A program needs no test.',
  ),
  rule('not-to-unresolvable', {}, { couldNotResolve: true }, 'Every import leads somewhere.'),
  rule(
    'only-declared-libraries',
    path('^(server/src|contract)/', [TEST, '/database/template\\.ts$']),
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    'What runs stands under dependencies.',
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: rules,
  options: {
    // TypeScript 7 has no programming interface, and without a parser everything passes unseen.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
