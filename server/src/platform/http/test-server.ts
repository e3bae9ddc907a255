// A door with a few endpoints, for the tests of this folder.

import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { z } from 'zod';
import { clientReference, page, pageQuery, quantityText } from '../../../../contract/common.ts';
import { assert } from '../../kernel/assert.ts';
import { Fault } from '../../kernel/fault.ts';
import { defineRefusals, refuse } from '../../kernel/refusal.ts';
import { lanesRefusals } from '../lanes/index.ts';
import { createMetrics } from '../metrics.ts';
import { repeatsRefusals } from '../repeats/index.ts';
import { bearerSecretOf } from './bearer.ts';
import { createRefusalCatalogue } from './catalogue.ts';
import { BATCH_BODY_BYTES_MAX, endpoint } from './endpoint.ts';
import { createHttpServer } from './server.ts';

export const testRefusals = defineRefusals({
  'sales.sale.too_dear': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: '{price} is too dear.', es: '{price} es demasiado caro.' },
  },
  'sales.sale.unsaid': { status: 409, till: 'error', retry: 'never', text: { en: 'Unsaid.', es: 'No dicho.' } },
});

const line = z.strictObject({ sku: z.string().min(1).max(64), price: quantityText }).meta({ id: 'TestLine' });
const sale = z
  .strictObject({
    reference: clientReference.optional(),
    till: z.string().default('1'),
    lines: z.array(line).max(5_000),
  })
  .meta({ id: 'TestSale' });

/** What a test may lean on: a gate that holds handlers back, and what was logged. */
export type TestServer = {
  readonly app: FastifyInstance;
  readonly logged: () => string;
  readonly openGate: () => void;
  readonly setReady: (ready: boolean) => void;
};

const principal = { tenant: 1, credential: 7n, scopes: new Set(['sales:write']) };

export const startTestServer = async (given: { readonly inFlightMax?: number } = {}): Promise<TestServer> => {
  let isReady = true;
  let log = '';
  let openGate = (): void => undefined;
  const gate = new Promise<void>((open) => {
    openGate = open;
  });
  const answers = {
    200: z.strictObject({ reference: z.string(), lines: z.int(), till: z.string() }).meta({ id: 'TestAnswer' }),
  };
  const app = await createHttpServer({
    ...given,
    log: pino(
      { level: 'trace' },
      new Writable({ write: (chunk, _encoding, done) => ((log += String(chunk)), done()) }),
    ),
    catalogue: createRefusalCatalogue(testRefusals, lanesRefusals, repeatsRefusals),
    metrics: createMetrics(),
    readiness: () => (isReady ? { ready: true } : { ready: false, why: 'schema' }),
    validateAnswers: true,
    version: '0.0.0',
    authenticate: async (request) => {
      const secret = bearerSecretOf(request.headers.authorization);
      if (!secret.ok) return secret;
      return secret.secret === 'good' ? principal : refuse('http.credential.invalid');
    },
    endpoints: [
      endpoint({
        method: 'POST',
        path: '/v1/sales',
        summary: 'Confirm a sale',
        scope: 'sales:write',
        tags: ['sales'],
        body: sale,
        answers,
        refusals: ['sales.sale.too_dear'],
        examples: { body: { reference: 'R1', lines: [{ sku: 'A', price: '1.50' }] } },
        handler: ({ body, clientReference: header }) => {
          const dear = body.lines.find(({ price }) => price.length > 6);
          if (dear !== undefined) return refuse('sales.sale.too_dear', { price: dear.price });
          const reference = body.reference ?? header ?? 'none';
          return {
            status: 200,
            body: { reference, lines: body.lines.length, till: body.till },
            headers: { 'x-lane': '3' },
          };
        },
      }),
      endpoint({
        method: 'POST',
        path: '/v1/batches',
        summary: 'Many at once',
        scope: 'sales:write',
        tags: ['sales'],
        bodyLimit: BATCH_BODY_BYTES_MAX,
        body: sale,
        answers,
        refusals: [],
        handler: async ({ body }) => ({ status: 200, body: { reference: '', lines: body.lines.length, till: '' } }),
      }),
      endpoint({
        method: 'GET',
        path: '/v1/sales/:sale',
        summary: 'Read a sale',
        scope: 'sales:read',
        tags: ['sales'],
        params: z.strictObject({ sale: z.string() }),
        answers,
        refusals: [],
        handler: async () => ({ status: 200, body: { reference: '', lines: 0, till: '' } }),
      }),
      endpoint({
        method: 'GET',
        path: '/v1/items',
        summary: 'List items',
        scope: 'public',
        tags: ['items'],
        query: pageQuery,
        answers: { 200: page(z.strictObject({ limit: z.int() })) },
        refusals: [],
        handler: async ({ query }) => ({ status: 200, body: { items: [{ limit: query.limit }] } }),
      }),
      endpoint({
        method: 'DELETE',
        path: '/v1/sales/:id',
        summary: 'Nothing comes back',
        scope: 'public',
        tags: ['sales'],
        params: z.strictObject({ id: z.string() }),
        answers: { 204: null },
        refusals: [],
        handler: async () => ({ status: 204, body: undefined }),
      }),
      endpoint({
        method: 'POST',
        path: '/v1/broken/:how',
        summary: 'Fails in every way',
        scope: 'public',
        tags: ['broken'],
        params: z.strictObject({ how: z.string() }),
        answers: { 200: z.strictObject({ a: z.string() }) },
        refusals: [],
        handler: async ({ params }) => {
          if (params.how === 'wait') await gate;
          if (params.how === 'unknown') throw new Fault('the commit of +34600123456 was lost', { retry: 'unknown' });
          if (params.how === 'safe')
            throw new Fault('no connection', { retry: 'safe', cause: new Error('ECONNREFUSED') });
          assert(params.how !== 'bug', 'the secret 4711 does not balance');
          if (params.how === 'form') return { status: 200, body: { a: 1 as unknown as string } };
          if (params.how === 'unsaid') return refuse('sales.sale.unsaid') as never;
          return { status: 200, body: { a: 'x' } };
        },
      }),
    ],
  });
  return { app, logged: () => log, openGate, setReady: (ready) => (isReady = ready) };
};
