import { expect, test } from 'vitest';
import { enPromotions } from '../../../../portal/src/words/en-promotions.ts';
import { esPromotions } from '../../../../portal/src/words/es-promotions.ts';
import { describeKinds } from './describe-kinds.ts';

// The form of a kind is drawn from its schema: what the portal has no word for stands there as it is spelt in JSON.

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly string[];
} & { readonly [key: string]: unknown };

/** The names of all parameters and the values that are chosen from a list, from the top down. */
const namesIn = (schema: unknown, names = new Set<string>(), values = new Set<string>()) => {
  if (typeof schema !== 'object' || schema === null) return { names, values };
  const { properties = {}, enum: chosen = [], ...inside } = schema as Schema;
  for (const [name, one] of Object.entries(properties)) namesIn(one, names.add(name), values);
  for (const value of chosen) values.add(value);
  for (const key of ['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'prefixItems'])
    for (const one of [inside[key]].flat()) namesIn(one, names, values);
  return { names, values };
};

test.each([
  ['English', enPromotions.promotions],
  ['Spanish', esPromotions.promotions],
])('every parameter of every kind, and every value to choose, has a word in %s', (_, words) => {
  const { names, values } = namesIn({ anyOf: describeKinds().map(({ params }) => params) });
  expect([...names].filter((name) => !Object.hasOwn(words.params, name))).toEqual([]);
  expect([...values].filter((value) => !Object.hasOwn(words.values, value))).toEqual([]);
  expect(names.size + values.size).toBeGreaterThan(100);
});
