import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Right } from '../server/src/app/rights/matrix.ts';
import { standardRoles } from '../server/src/app/rights/standard-roles.ts';
import { readEndpoints } from './endpoints.ts';
import { root } from './source-files.ts';

// Adds endpoints that are new to the matrix of rights, drops those that are gone, and writes the table of the manual. A new row
// allows nothing within a place and asks for no second factor: whoever adds the endpoint decides, and the diff shows it.

const { endpoints, permissions: all } = await readEndpoints();
const roles = standardRoles(all);

const matrixFile = join(root, 'server/src/app/rights/matrix.json');
const kept = new Map((JSON.parse(readFileSync(matrixFile, 'utf8')) as Right[]).map((right) => [right.route, right]));
const rows = endpoints
  .map(({ method, path, scope }): Right => {
    const route = `${method} ${path}`;
    return { ...kept.get(route), route, permission: scope };
  })
  .sort((a, b) => (a.route.split(' ')[1] + a.route < b.route.split(' ')[1] + b.route ? -1 : 1));
writeFileSync(matrixFile, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);

const cell = (row: Right, permissions: readonly string[]): string => {
  if (row.permission === 'public' || row.permission === 'portal:self') return 'all';
  const opens = (permission: string | undefined): boolean =>
    permission !== undefined && permissions.includes(permission);
  return opens(row.permission) || opens(row.alsoBy) ? 'yes' : '';
};
const asksFor = new Map(
  endpoints.map(({ method, path, secondPerson }) => [`${method} ${path}`, secondPerson?.kind ?? '']),
);
const head = [
  'endpoint',
  'permission',
  'also within',
  'fresh second factor',
  'second person',
  ...roles.map(({ name }) => name),
];
const lines = rows.map((row) => [
  `\`${row.route}\``,
  `\`${row.permission}\`${row.alsoBy ? ` or \`${row.alsoBy}\`` : ''}`,
  (row.within ?? []).join(', '),
  row.stepUp ? 'yes' : '',
  asksFor.get(row.route) ?? '',
  ...roles.map(({ permissions }) => cell(row, permissions)),
]);
const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
writeFileSync(
  join(root, 'docs/operating/rights.md'),
  `# Who may ask what\n\nWritten by \`tools/rights.ts\` from the endpoints and the matrix of rights; a test walks it. *Also within*: a grant for\n` +
    `one program, partner or outlet reaches the endpoint too, and sees that place only. *Second person*: the kind of request that waits, beyond what\n` +
    `one may [alone](people-and-rights.md#what-one-may-alone) or always.\n\n${table}\n`,
);
console.log(`${rows.length} endpoints; ${rows.filter((row) => !kept.has(row.route)).length} are new in the matrix.`);
