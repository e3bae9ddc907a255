import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// Runs the import rules of .dependency-cruiser.mjs, and then makes sure that they are not blind: without its parser the
// tool passes everything, with 0 modules seen.

const root = join(import.meta.dirname, '..');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const config = join(root, '.dependency-cruiser.mjs');

type Violation = { from: string; to: string; rule: { name: string }; comment?: string };
type Outcome = { modules: number; violations: Violation[] };

function cruise(folder: string, paths: readonly string[]): Outcome {
  const answer = spawnSync(process.execPath, [cruiser, '--config', config, '--output-type', 'json', ...paths], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!answer.stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${answer.stderr}${answer.stdout}`);
  const { summary } = JSON.parse(answer.stdout) as { summary: { totalCruised: number; violations: Violation[] } };
  return { modules: summary.totalCruised, violations: summary.violations };
}

const { storeys } = JSON.parse(readFileSync(join(root, 'rooms.json'), 'utf8')) as { storeys: string[][] };
const storeyOfCards = storeys.findIndex((names) => names.includes('cards'));

/** One wrong import per kind of rule, in a tree like ours. The right answer names all of them. */
const PLANTED: Record<string, { file: string; text: string }> = {
  'kernel-is-bedrock': {
    file: 'server/src/kernel/reaches-up.ts',
    text: `export { clock } from '../platform/clock.ts';`,
  },
  'platform-knows-no-room': {
    file: 'server/src/platform/clock.ts',
    text: `export type { Card as clock } from '../rooms/cards/index.ts';`,
  },
  [`storey-${storeyOfCards}-looks-down`]: {
    file: 'server/src/rooms/cards/index.ts',
    text: `import type { P } from '../points/index.ts';\nexport type Card = P;`,
  },
  'by-the-front-door': {
    file: 'server/src/rooms/points/index.ts',
    text: `import { s } from '../ledger/seal.ts';\nexport type P = typeof s;`,
  },
  'domain-knows-no-contract': {
    file: 'server/src/rooms/ledger/seal.ts',
    text: `import { s } from '../../../../contract/ledger.ts';\nexport { s };`,
  },
};

function plant(): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-planted-'));
  try {
    const files = [
      ...Object.values(PLANTED),
      { file: 'contract/ledger.ts', text: 'export const s = 1;' },
      { file: 'tsconfig.json', text: '{}' },
      { file: 'package.json', text: '{"type":"module"}' },
    ];
    for (const { file, text } of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${text}\n`);
    }
    return cruise(folder, ['server', 'contract']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const folders = ['server', 'contract', 'tools', 'scenarios', 'bin'].filter((folder) => existsSync(join(root, folder)));
const { modules, violations } = cruise(root, folders);
for (const { from, to, rule } of violations) console.error(`${rule.name}: ${from} must not import ${to}`);
const found = new Set(plant().violations.map(({ rule }) => rule.name));
const missed = Object.keys(PLANTED).filter((name) => !found.has(name));
for (const name of missed) console.error(`the planted violation of ${name} was not found: the rules are blind`);
if (modules === 0) console.error('no module was seen: the rules are blind');
if (violations.length + missed.length > 0 || modules === 0) process.exitCode = 1;
else
  console.log(
    `${modules} modules keep the import rules; ${Object.keys(PLANTED).length} planted violations were found.`,
  );
