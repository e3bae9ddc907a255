import { expect, test } from 'vitest';
import { filterOf, wordsOf } from './trail.ts';

test('what is empty or not whole yet narrows nothing down', () => {
  expect(filterOf({ act: ' ', person: '', terminal: 'T1' })).toEqual({});
  expect(filterOf({ act: ' cards. ', outlet: 'centro', terminal: 'T1' })).toEqual({
    ...{ act: 'cards.', outlet: 'centro', terminal: 'T1' },
  });
});

test('a member is asked for by id or by phone', () => {
  expect(filterOf({ member: 'mem_17' })).toEqual({ member: { member: 'mem_17' } });
  expect(filterOf({ member: '+34 600 000 001' })).toEqual({ member: { phone: '+34 600 000 001' } });
});

test('words are kept as they were typed, but for blanks around them', () => {
  expect(wordsOf({ receipt: ' R-1 ', card: undefined, subject: 'outlet centro' })).toEqual({
    ...{ receipt: 'R-1', subject: 'outlet centro' },
  });
});
