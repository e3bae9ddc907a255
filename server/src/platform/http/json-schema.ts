import { z } from 'zod';
import { assert, Bug } from '../../kernel/assert.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** Collects the named schemas of a document and gives references to them. */
export type Components = {
  /** The schema of what comes in (`input`) or goes out (`output`); parts with `.meta({ id })` become references. */
  readonly schemaOf: (schema: z.ZodType, direction: 'input' | 'output') => JsonSchema;
  /** Everything that was referred to, by name, in alphabetical order. */
  readonly named: () => Readonly<Record<string, JsonSchema>>;
};

const PREFIX = '#/components/schemas/';

/** Kinds that JSON has no word for. A custom kind is let through when its meta says what it is in JSON. */
const NOT_OF_JSON = new Set(['bigint', 'date', 'map', 'set', 'symbol', 'undefined', 'void', 'nan', 'transform']);

/**
 * Schemas of zod as JSON Schema 2020-12, which is what OpenAPI 3.1 has. A name whose input and output differ (defaults)
 * gets a twin `NameInput`; one name for two different schemas is a bug, as is a kind that JSON cannot carry.
 */
export const createComponents = (): Components => {
  const components = new Map<string, { readonly schema: JsonSchema; readonly text: string }>();

  const keep = (name: string, schema: JsonSchema): void => {
    const text = JSON.stringify(schema);
    const known = components.get(name);
    assert(known === undefined || known.text === text, `two different schemas are called ${name}`);
    components.set(name, { schema, text });
  };

  const schemaOf: Components['schemaOf'] = (schema, direction) => {
    const twins = direction === 'input' ? namesWithTwins(schema) : new Set<string>();
    const nameOf = (id: string): string => (twins.has(id) ? `${id}Input` : id);
    const { $defs, ...root } = jsonSchemaOf(schema, direction);
    for (const [id, part] of Object.entries($defs ?? {})) keep(nameOf(id), refined(part, nameOf));
    return refined(root, nameOf);
  };

  return {
    schemaOf,
    named: () =>
      Object.fromEntries(
        [...components]
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, component]) => [name, component.schema]),
      ),
  };
};

type Converted = JsonSchema & { readonly $defs?: Readonly<Record<string, JsonSchema>> };

const jsonSchemaOf = (schema: z.ZodType, direction: 'input' | 'output'): Converted => {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: direction,
    unrepresentable: 'any',
    override: ({ zodSchema, path }) => {
      const { type } = zodSchema._zod.def;
      const place = path.join('.');
      if (NOT_OF_JSON.has(type)) throw new Bug(`${type} at ${place} cannot be said in JSON Schema`);
    },
  });
  return converted as Converted;
};

/** The ids whose JSON Schema is another one on the way in than on the way out, or that lead to such. */
const namesWithTwins = (schema: z.ZodType): Set<string> => {
  const input = partsOf(jsonSchemaOf(schema, 'input'));
  const output = partsOf(jsonSchemaOf(schema, 'output'));
  const twins = new Set<string>();
  for (const [id, text] of input) if (output.get(id) !== text) twins.add(id);
  for (let before = -1; before !== twins.size;) {
    before = twins.size;
    for (const [id, text] of input) {
      if ([...twins].some((twin) => text.includes(`"$ref":"#/$defs/${twin}"`))) twins.add(id);
    }
  }
  return twins;
};

const partsOf = ({ $defs }: Converted): Map<string, string> =>
  new Map(Object.entries($defs ?? {}).map(([id, part]) => [id, JSON.stringify(part)]));

/** References into the components, examples in the plural that JSON Schema has, and no `id`, which OpenAPI has not. */
const refined = (schema: JsonSchema, nameOf: (id: string) => string): JsonSchema =>
  refinedValue(schema, nameOf) as JsonSchema;

const refinedValue = (value: unknown, nameOf: (id: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((item) => refinedValue(item, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  const made: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') {
      made[key] = inner.startsWith('#/$defs/') ? PREFIX + nameOf(inner.slice('#/$defs/'.length)) : inner;
    } else if (key === 'properties') {
      // Its keys are names of the caller's fields, whatever they are called.
      const fields = Object.entries(inner as JsonSchema);
      made[key] = Object.fromEntries(fields.map(([name, field]) => [name, refinedValue(field, nameOf)]));
    } else if (key === 'example') {
      made['examples'] = [inner];
    } else if (key !== 'id') {
      made[key] = key === 'examples' || key === 'default' || key === 'enum' ? inner : refinedValue(inner, nameOf);
    }
  }
  return made;
};
