import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRefusalCatalogue } from './catalogue.ts';
import { endpoint } from './endpoint.ts';
import { openApiOf } from './openapi.ts';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

type Node = { readonly [key: string]: Node };

let server: TestServer;
let document: Node;
let text: string;
beforeAll(async () => {
  server = await startTestServer();
  text = (await server.app.inject({ url: '/openapi.json' })).payload;
  document = JSON.parse(text) as Node;
});
afterAll(async () => {
  await server.app.close();
});

const references = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
};

describe('the OpenAPI document', () => {
  it('is of version 3.1.0 and names every endpoint and nothing else', () => {
    expect(document['openapi']).toBe('3.1.0');
    expect(Object.keys(document['paths'] ?? {})).toEqual([
      '/v1/sales',
      '/v1/batches',
      '/v1/sales/{sale}',
      '/v1/items',
      '/v1/sales/{id}',
      '/v1/broken/{how}',
    ]);
  });

  it('has no reference that leads nowhere, and no leftover of another dialect', () => {
    const found = new Set(references(document));
    expect(found.size).toBeGreaterThan(5);
    for (const reference of found) {
      const path = reference.replace(/^#\//, '').split('/');
      expect(
        path.reduce<Node | undefined>((node, key) => node?.[key], document),
        reference,
      ).toBeDefined();
    }
    expect(text).not.toContain('$defs');
    expect(text).not.toContain('"nullable"');
  });

  it('has the names of operations once', () => {
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a twin for a schema with defaults, and one form for the rest', () => {
    const schemas = document['components']?.['schemas'] ?? {};
    expect(Object.keys(schemas)).toEqual([
      'ClientReference',
      'Problem',
      'Quantity',
      'TestAnswer',
      'TestLine',
      'TestSaleInput',
    ]);
  });

  it('lists the refusal codes of each status, with an example of the endpoint’s own', () => {
    const responses = document['paths']?.['/v1/sales']?.['post']?.['responses'];
    expect(Object.keys(responses ?? {})).toEqual(['200', '400', '401', '403', '413', '415', '422', '500', '503']);
    const problem = responses?.['422']?.['content']?.['application/problem+json'];
    expect(problem?.['examples']).toMatchObject({ 'sales.sale.too_dear': { value: { detail: '… is too dear.' } } });
    expect(responses?.['503']?.['headers']).toHaveProperty('Retry-After');
    const unsecured = document['paths']?.['/v1/items']?.['get'];
    expect(unsecured?.['security']).toEqual([]);
    expect(unsecured?.['parameters']).toMatchObject([
      { name: 'limit', in: 'query', required: false },
      { name: 'cursor', in: 'query', required: false },
    ]);
  });

  it('cannot be made of what JSON cannot say', () => {
    const of = (body: z.ZodType) =>
      endpoint({
        method: 'POST',
        path: '/x',
        summary: '',
        scope: 'public',
        tags: [],
        body,
        answers: { 204: null },
        refusals: [],
        handler: () => ({ status: 204, body: undefined }),
      });
    const about = { version: '0' };
    expect(() => openApiOf([of(z.strictObject({ n: z.bigint() }))], createRefusalCatalogue(), about)).toThrow('bigint');
  });
});

describe('the docs page', () => {
  it('loads nothing from elsewhere', async () => {
    const answer = await server.app.inject({ url: '/docs/' });
    expect(answer.statusCode).toBe(200);
    expect(answer.payload).not.toMatch(/https?:\/\//);
    expect(answer.payload).toContain('"withDefaultFonts": false');
    expect(answer.headers['content-security-policy']).toContain("connect-src 'self'");
    const scripts = [...answer.payload.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => source);
    expect(scripts).toEqual(['js/scalar.js']);
    expect((await server.app.inject({ url: '/docs/js/scalar.js' })).statusCode).toBe(200);
    expect((await server.app.inject({ url: '/docs' })).headers['location']).toBe('/docs/');
  });
});
