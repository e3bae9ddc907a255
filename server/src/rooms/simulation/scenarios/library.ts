import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../../kernel/assert.ts';
import { readScenario } from './scenario-file.ts';
import type { ScenarioFile } from './scenario-file.ts';

const FOLDER = join(import.meta.dirname, 'library');

let known: readonly ScenarioFile[] | undefined;

/** The ready scenarios by name, read once. Each shows one promotion at work, and its rulebook can be the beginning of a draft. */
export const scenarioLibrary = (): readonly ScenarioFile[] => {
  known ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const read = readScenario(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as unknown);
      assert(read.ok, read.ok ? '' : `${file}: ${JSON.stringify(read.problems)}`);
      return read.scenario;
    });
  return known;
};
