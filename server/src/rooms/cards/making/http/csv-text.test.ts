import { expect, test } from 'vitest';
import { csvLine } from './csv-text.ts';

test('a cell that a spreadsheet would run is shown as text', () => {
  expect(csvLine(['=1+1', '+34600', '-5', '@sum', '\tx', '\r=1', 'plain', 'a=b'])).toBe(
    `'=1+1,'+34600,'-5,'@sum,'\tx,"'\r=1",plain,a=b\r\n`,
  );
});

test('separators, quotes and line ends stay inside of their cell', () => {
  expect(csvLine(['a,b', 'say "x"', 'one\ntwo'])).toBe('"a,b","say ""x""","one\ntwo"\r\n');
});
