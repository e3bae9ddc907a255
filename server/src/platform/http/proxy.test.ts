import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createMetrics } from '../metrics.ts';
import { parseNetworks } from '../networks.ts';
import { createRefusalCatalogue } from './catalogue.ts';
import { endpoint } from './endpoint.ts';
import { createHttpServer } from './server.ts';

const serverWith = (isProxy?: (address: string) => boolean) =>
  createHttpServer({
    log: pino({ level: 'silent' }),
    endpoints: [
      endpoint({
        method: 'GET',
        path: '/v1/address',
        summary: 'Who asks',
        scope: 'public',
        tags: ['test'],
        answers: { 200: z.strictObject({ address: z.string() }) },
        refusals: [],
        handler: ({ address }) => ({ status: 200 as const, body: { address } }),
      }),
    ],
    authenticate: () => ({ tenant: 1, credential: 1n, scopes: new Set<string>() }),
    catalogue: createRefusalCatalogue(),
    metrics: createMetrics(),
    readiness: () => ({ ready: true }),
    validateAnswers: true,
    version: 'test',
    isProxy,
  });

const ask = async (isProxy: ((address: string) => boolean) | undefined, remoteAddress: string): Promise<string> => {
  const app = await serverWith(isProxy);
  // What a guesser writes there himself stands on the left; the proxy adds whom it saw.
  const headers = { 'x-forwarded-for': '9.9.9.9, 198.51.100.7' };
  const answer = await app.inject({ url: '/v1/address', remoteAddress, headers });
  await app.close();
  return (JSON.parse(answer.body) as { address: string }).address;
};

test('a proxy that is trusted says who asks, and what the caller wrote before it counts for nothing', async () => {
  expect(await ask(parseNetworks('10.0.0.0/8')?.includes, '10.1.2.3')).toBe('198.51.100.7');
});

test('nobody else is believed about who he is', async () => {
  expect(await ask(parseNetworks('10.0.0.0/8')?.includes, '203.0.113.5')).toBe('203.0.113.5');
  expect(await ask(undefined, '10.1.2.3')).toBe('10.1.2.3');
});
