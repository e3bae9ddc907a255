import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { problem } from '../../../../contract/common.ts';
import { refuse } from '../../kernel/refusal.ts';
import { KEPT_DAYS } from '../repeats/index.ts';
import { keepsAnswers, readsIdempotencyKey, repeatRefusalsOf } from './answer-once.ts';
import type { RefusalCatalogue } from './catalogue.ts';
import type { Endpoint } from './endpoint.ts';
import { createComponents } from './json-schema.ts';
import type { Components, JsonSchema } from './json-schema.ts';
import { PROBLEM_MEDIA_TYPE, problemOf } from './problem.ts';

/** An OpenAPI 3.1 document, ready for JSON.stringify. */
export type OpenApi = { readonly openapi: '3.1.0' } & JsonSchema;

const DESCRIPTION = [
  'Every quantity is a decimal string with its unit beside it. Every instant is RFC 3339 with an offset.',
  'Every write of a credential takes a reference of the caller, in the body or as `Idempotency-Key`: sent again with the same content it',
  'gets the same answer and books nothing twice; with other content it is refused.',
  'Every refusal is a problem (RFC 9457) whose `code` never changes; `till` and `retry` say what to do.',
].join(' ');

/** The document of these endpoints, out of the very schemas that measure what comes in and goes out. */
export const openApiOf = (
  endpoints: readonly Endpoint<never>[],
  catalogue: RefusalCatalogue,
  {
    version,
    tagSentences = {},
  }: { readonly version: string; readonly tagSentences?: Readonly<Record<string, string>> },
): OpenApi => {
  const components = createComponents();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operationOf(endpoint, catalogue, components);
  }
  const tags = [...new Set(endpoints.flatMap((endpoint) => endpoint.tags))].map((name) => {
    const description = tagSentences[name];
    return { name, ...(description !== undefined && { description }) };
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Tallystick', version, description: DESCRIPTION, license: LICENSE },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: {
      schemas: components.named(),
      securitySchemes: {
        credential: { type: 'http', scheme: 'bearer', description: 'The secret of a credential.' },
      },
    },
  };
};

const LICENSE = { name: 'Apache-2.0', identifier: 'Apache-2.0' };

const operationOf = (endpoint: Endpoint<never>, catalogue: RefusalCatalogue, components: Components): JsonSchema => {
  const isPublic = endpoint.scope === 'public';
  return {
    operationId: operationIdOf(endpoint),
    summary: endpoint.summary,
    description: [endpoint.description, isPublic ? undefined : `Needs the scope \`${endpoint.scope}\`.`]
      .filter((part) => part !== undefined)
      .join('\n\n'),
    tags: endpoint.tags,
    security: isPublic ? [] : [{ credential: [] }],
    parameters: parametersOf(endpoint, components),
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: components.schemaOf(endpoint.body, 'input'),
            ...(endpoint.examples?.body !== undefined && { example: endpoint.examples.body }),
          },
        },
      },
    }),
    ...(endpoint.upload && {
      requestBody: {
        required: true,
        content: Object.fromEntries(endpoint.upload.map((mediaType) => [mediaType, { schema: BYTES }])),
      },
    }),
    responses: { ...answersOf(endpoint, components), ...problemsOf(endpoint, catalogue, components) },
  };
};

/** `post_v1_members_member`: made of what cannot change without breaking callers anyway. */
const operationIdOf = (endpoint: Endpoint<never>): string =>
  `${endpoint.method.toLowerCase()}${endpoint.path.replace(/[^A-Za-z0-9]+/g, '_')}`;

const parametersOf = (endpoint: Endpoint<never>, components: Components): JsonSchema[] => {
  const parameters = [
    ...fieldsOf(endpoint.params, 'path', components),
    ...fieldsOf(endpoint.query, 'query', components),
  ];
  if (readsIdempotencyKey(endpoint)) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: keepsAnswers(endpoint)
        ? `Your name of this write: sent again with the same content within ${KEPT_DAYS} days it is done once and answered the same, with the header idempotent-replayed.`
        : 'Serves as the client reference where the body has none.',
      // Without the example of a client reference: the docs page would send it beside the body's own, which differs.
      schema: { type: 'string', minLength: 1, maxLength: 128 },
    });
  }
  return parameters;
};

const fieldsOf = (schema: z.ZodType | undefined, place: 'path' | 'query', components: Components): JsonSchema[] => {
  if (schema === undefined) return [];
  // Inlined, so that the fields can be taken apart even when the object has a name.
  const { shape } = schema as unknown as { shape: Readonly<Record<string, z.ZodType>> };
  return Object.entries(shape).map(([name, field]) => {
    const { description, ...rest } = components.schemaOf(field, 'input');
    const isRequired = place === 'path' || !field.safeParse(undefined).success;
    return { name, in: place, required: isRequired, ...(description !== undefined && { description }), schema: rest };
  });
};

const answersOf = (endpoint: Endpoint<never>, components: Components): Record<string, JsonSchema> => {
  const answers: Record<string, JsonSchema> = {};
  let isFirst = true;
  for (const [status, schema] of Object.entries(endpoint.answers)) {
    const example = isFirst ? endpoint.examples?.answer : undefined;
    isFirst = false;
    answers[status] = {
      description: STATUS_CODES[Number(status)] ?? 'Done',
      ...(schema !== null && 'file' in schema && { content: { [schema.file]: { schema: BYTES } } }),
      ...(schema !== null &&
        !('file' in schema) && {
          content: {
            'application/json': {
              schema: components.schemaOf(schema, 'output'),
              ...(example !== undefined && { example }),
            },
          },
        }),
    };
  }
  return answers;
};

/** What the door itself may refuse at this endpoint. */
export const doorRefusalsOf = (endpoint: Endpoint<never>): string[] => [
  'http.input.invalid',
  ...(endpoint.body
    ? [
        'http.body.malformed',
        'http.body.duplicate_key',
        'http.body.key_forbidden',
        'http.body.number_imprecise',
        'http.body.too_large',
        'http.media_type.unsupported',
      ]
    : []),
  ...(endpoint.upload ? ['http.media_type.unsupported'] : []),
  ...(endpoint.scope === 'public' ? [] : ['http.credential.missing', 'http.credential.invalid', 'http.scope.missing']),
  'http.server.overloaded',
  'http.server.stopping',
  'http.server.fault',
  ...(endpoint.method === 'GET' ? [] : ['operation.outcome_unknown']),
  ...repeatRefusalsOf(endpoint),
  'http.server.bug',
];

const problemsOf = (
  endpoint: Endpoint<never>,
  catalogue: RefusalCatalogue,
  components: Components,
): Record<string, JsonSchema> => {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set([...endpoint.refusals, ...doorRefusalsOf(endpoint)])) {
    const { status } = catalogue.entry(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = components.schemaOf(problem, 'output');
  const problems: Record<string, JsonSchema> = {};
  for (const [status, codes] of [...byStatus].sort(([one], [other]) => one - other)) {
    problems[status] = {
      description: codes.map((code) => `- \`${code}\`: ${catalogue.entry(code).text.en}`).join('\n'),
      ...(status === 503 || status === 429 ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
      content: {
        [PROBLEM_MEDIA_TYPE]: {
          schema: { allOf: [schema, { properties: { code: { enum: codes } } }] },
          // Of the endpoint's own refusals only: the door's are the same everywhere and would be most of the document.
          examples: Object.fromEntries(
            codes
              .filter((code) => endpoint.refusals.includes(code))
              .map((code) => [code, { value: problemOf(refuse(code), catalogue) }]),
          ),
        },
      },
    };
  }
  return problems;
};

const BYTES = { type: 'string', format: 'binary' };

const RETRY_AFTER = { description: 'Seconds to wait.', schema: { type: 'string', pattern: '^\\d+$' } };
