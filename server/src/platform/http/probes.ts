import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';

/** Whether requests should be sent here; `why` is for the person who looks. */
export type Readiness = () => { readonly ready: boolean; readonly why?: string };

/**
 * `/healthz` says that the process runs, `/readyz` that requests may be sent to it (503 until everything is up, and
 * from the moment it stops), `/metrics` gives the figures. Public, and not in the OpenAPI document.
 */
export const registerProbes = (app: FastifyInstance, metrics: Metrics, readiness: Readiness): void => {
  let isStopping = false;
  app.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  app.get('/healthz', (_request, reply) => {
    reply.header('content-type', 'application/json').send('{"status":"alive"}\n');
  });
  app.get('/readyz', (_request, reply) => {
    const { ready, why } = isStopping ? { ready: false, why: 'stopping' } : readiness();
    reply
      .code(ready ? 200 : 503)
      .header('content-type', 'application/json')
      .header('cache-control', 'no-store')
      .send(`${JSON.stringify(ready ? { status: 'ready' } : { status: 'not ready', why })}\n`);
  });
  app.get('/metrics', async (_request, reply) => {
    const figures = await metrics.registry.metrics();
    return reply.header('content-type', metrics.registry.contentType).send(figures);
  });
};
