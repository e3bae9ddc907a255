import { expect, test } from 'vitest';
import { Bug } from '../../kernel/assert.ts';
import { registeredStatements, statement } from './sql.ts';

test('a statement is registered under its dotted name, once', () => {
  const made = statement<{ one: number }>('probe.selectOne', 'select 1 as one');
  expect(registeredStatements()).toContain(made);
  expect(() => statement('probe.selectOne', 'select 2')).toThrow(Bug);
});

test('a name without a dot, or longer than PostgreSQL keeps, is a bug', () => {
  expect(() => statement('selectOne', 'select 1')).toThrow(Bug);
  expect(() => statement(`probe.${'x'.repeat(60)}`, 'select 1')).toThrow(Bug);
});
