import { expect, test } from 'vitest';
import { enPrograms } from '../words/en-programs.ts';
import { esPrograms } from '../words/es-programs.ts';
import { POLICY_SETTINGS } from './policy-settings.ts';

type Words = Readonly<Record<string, string>>;
type Said = { readonly short: Words; readonly settings: Readonly<Record<string, Words>> };

test('every choice of a policy has a word in its form and a meaning on its screen, in both languages', () => {
  for (const { short, settings } of [enPrograms.programs, esPrograms.programs] as readonly Said[]) {
    const choices = POLICY_SETTINGS.flatMap((part) =>
      part.settings.flatMap(({ name, choices: some = [] }) => some.map((choice) => [name, choice] as const)),
    );
    expect(choices.filter(([, choice]) => !(choice in short))).toEqual([]);
    expect(choices.filter(([name, choice]) => !(choice in settings[name]!))).toEqual([]);
  }
});
