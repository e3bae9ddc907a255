import { expect, test } from 'vitest';
import { nameWords } from './name-words.ts';

test('a name is its words, whatever their capitals, accents and hyphens', () => {
  expect(nameWords('María-José', 'García Peña')).toEqual(['maria', 'jose', 'garcia', 'pena']);
  expect(nameWords('GARCI\u0301A', undefined)).toEqual(['garcia']);
  expect(nameWords('Åsa', "O'Brien-Åsa")).toEqual(['asa', 'o', 'brien']);
  expect(nameWords('Ελένη', 'Мельник')).toEqual(['ελενη', 'мельник']);
});

test('what has no letters has no words, and quotes and backslashes never get into one', () => {
  expect(nameWords("%% -- \\ '", undefined)).toEqual([]);
  expect(nameWords("a'b\\c")).toEqual(['a', 'b', 'c']);
});
