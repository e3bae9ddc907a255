import { expect, test } from 'vitest';
import {
  bannedCalls,
  brokenLinks,
  doubleStatements,
  foreignWrites,
  headlessChanges,
  unfinished,
} from './tidy-rules.ts';

const room = 'server/src/rooms/points/redeem.ts';
const lines = (problems: { line: number }[]): number[] => problems.map(({ line }) => line);

test('time, chance, floating numbers and settings are refused where they are not passed in', () => {
  const text = [
    'const at = Date.now();',
    '// Date.now() in a comment is talk.',
    'const n = Number(points);',
    'const p = process.env.PORT;',
    'Math.random();',
  ].join('\n');
  expect(lines(bannedCalls({ path: room, text }))).toEqual([1, 3, 4, 5]);
  expect(bannedCalls({ path: 'server/src/platform/clock.ts', text: 'Date.now()' })).toEqual([]);
  expect(bannedCalls({ path: 'server/src/platform/config.ts', text: 'process.env' })).toEqual([]);
});

test('a room that writes to the schema of another is named', () => {
  const text =
    '`insert into points.lot (lane) values ($1)`;\n`update ledger.account set x = 1`;\n`select 1 for update of lane`;';
  expect(foreignWrites({ path: room, text })).toEqual([
    { path: room, line: 2, text: `the room points writes to ledger: ask that room's verb` },
  ]);
});

test('statement names stand once and begin with their room', () => {
  const files = [
    { path: room, text: `statement('points.selectLots', 'x'); statement<{ a: 1 }>('points.selectLots', 'y')` },
    { path: 'server/src/rooms/cards/store/card.ts', text: `statement<Row>(\n  'points.selectCards', 'z')` },
  ];
  expect(doubleStatements(files).map(({ text }) => text)).toEqual([
    `the statement points.selectLots stands in ${room} too`,
    'the statement points.selectCards must be named cards.…, after its room',
  ]);
});

test('unfinished work, headless schema changes and broken links are found', () => {
  expect(lines(unfinished({ path: 'a.ts', text: `// ok\n// ${'TO'}${'DO'}: later` }))).toEqual([2]);
  expect(
    headlessChanges({ path: 'x.sql', text: '-- Why: so.\n-- Lock: none. Time at 3M members: none.\n' }),
  ).toHaveLength(1);
  const documents = [
    {
      path: 'docs/a.md',
      text: '# A title, with `code`\n[b](b.md) [here](#a-title-with-code) [out](https://example.org)',
    },
    { path: 'docs/c.md', text: '[no](#nothing)\n[a](a.md#nowhere)' },
  ];
  expect(brokenLinks(documents).map(({ path, line }) => `${path}:${line}`)).toEqual([
    'docs/a.md:2',
    'docs/c.md:1',
    'docs/c.md:2',
  ]);
});
