import { sourceFiles } from './source-files.ts';
import {
  bannedCalls,
  brokenLinks,
  doubleStatements,
  foreignWrites,
  headlessChanges,
  unfinished,
  type Problem,
} from './tidy-rules.ts';

// Checks only what makes balances wrong or names lie; the rest is for the linter and for people.

const code = sourceFiles(['.ts', '.tsx', '.mjs']);
const documents = sourceFiles(['.md']);
const changes = sourceFiles(['.sql']).filter(({ path }) => path.startsWith('server/schema/changes/'));

const problems: Problem[] = [
  ...code.flatMap(bannedCalls),
  ...code.flatMap(foreignWrites),
  ...[...code, ...documents].flatMap(unfinished),
  ...doubleStatements(code),
  ...changes.flatMap(headlessChanges),
  ...brokenLinks(documents),
];
for (const { path, line, text } of problems) console.error(`${path}:${line}: ${text}`);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(
    `${code.length} source files, ${changes.length} schema changes and ${documents.length} documents are tidy.`,
  );
