import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeKinds } from '../server/src/rooms/promotions/index.ts';
import type { KindDescription } from '../server/src/rooms/promotions/index.ts';
import { root } from './source-files.ts';

// Writes docs/reference/promotion-kinds.md from the kinds themselves. With --check it writes nothing and fails where the
// committed file says something else.

const path = join(root, 'docs/reference/promotion-kinds.md');

type Property = {
  description?: string;
  type?: string;
  enum?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  items?: Property;
  properties?: Record<string, Property>;
  required?: string[];
};

const leftOut = (property: Property): string =>
  property.default === undefined ? 'optional' : `\`${JSON.stringify(property.default)}\` when left out`;

const typeOf = ({ type, enum: values, items, format, description, properties, required }: Property): string => {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (type === 'array') return `list of ${items === undefined ? 'values' : typeOf(items)}`;
  if (properties !== undefined) {
    if ('exceptSkus' in properties) return 'line filter';
    const fields = Object.entries(properties).map(([name, one]) =>
      [`\`${name}\`: ${typeOf(one)}`, ...(required?.includes(name) ? [] : [leftOut(one)])].join(', '),
    );
    return `{ ${fields.join('; ')} }`;
  }
  return description ?? format ?? type ?? 'one of several forms';
};

function parameters({ params }: KindDescription): string[] {
  const required = new Set((params['required'] as string[] | undefined) ?? []);
  const properties = Object.entries((params['properties'] ?? {}) as Record<string, Property>);
  if (properties.length === 0) return ['No parameters.'];
  return [
    '| Parameter | Form | |',
    '|---|---|---|',
    ...properties.map(
      ([name, property]) =>
        `| \`${name}\` | ${typeOf(property)} | ${required.has(name) ? 'required' : leftOut(property)} |`,
    ),
  ];
}

function section(kind: KindDescription): string[] {
  return [
    `### ${kind.code}, version ${kind.version}`,
    '',
    `*${kind.text.en}*`,
    '',
    `*${kind.text.es}*`,
    '',
    ...parameters(kind),
    '',
    'Example:',
    '',
    '```json',
    JSON.stringify({ kind: kind.code, version: kind.version, params: kind.example }, undefined, 2),
    '```',
    '',
    `> ${kind.sentence.en}`,
    '',
    ...(kind.undo === undefined ? [] : [`Return: ${kind.undo.en}`, '']),
  ];
}

const kinds = describeKinds();
const text = [
  '# Kinds of promotions',
  '',
  'Generated from the kinds themselves by `tools/promotion-kinds.ts`; do not edit. A promotion fires when all its',
  'conditions hold, and then each of its effects pays into one wallet. A version never changes its result.',
  '',
  'A *line filter* is an object of lists: `kinds`, `categories` (whole branches: `food/dairy` takes in',
  '`food/dairy/milk`), `brands`, `labels`, `skus`, and what is out in any case: `exceptCategories`, `exceptBrands`,',
  '`exceptLabels`, `exceptSkus`. Within a list any name will do; all lists must agree. `priceFrom` and `priceTo` bound the',
  'price of one piece before discounts, both ends in. Without `kinds` only products, services and delivery count: vouchers,',
  'fees and gift cards earn nothing unless they are named.',
  '',
  '## Conditions',
  '',
  ...kinds.filter(({ role }) => role === 'condition').flatMap(section),
  '## Effects',
  '',
  'Every effect also takes `wallet`, and may take `cap`, `activation` and `validity`.',
  '',
  ...kinds.filter(({ role }) => role === 'effect').flatMap(section),
]
  .join('\n')
  .replace(/\n+$/, '\n');

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log('docs/reference/promotion-kinds.md is written.');
} else if (existsSync(path) && readFileSync(path, 'utf8') === text) {
  console.log(`docs/reference/promotion-kinds.md describes the ${kinds.length} kinds.`);
} else {
  console.error('docs/reference/promotion-kinds.md is not what the kinds say; run tools/promotion-kinds.ts');
  process.exitCode = 1;
}
