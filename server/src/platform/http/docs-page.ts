import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenApi } from './openapi.ts';

/**
 * Whatever the page's own settings miss, the browser refuses: nothing is loaded from, or sent to, another host. The
 * page builds its styles and parts of its script while it runs, hence the two unsafe words.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
].join('; ');

/** `/openapi.json`, and `/docs`, where a person reads it. The page asks no other host for anything. */
export const registerDocsPage = async (app: FastifyInstance, openApi: OpenApi): Promise<void> => {
  const text = JSON.stringify(openApi);
  app.get('/openapi.json', (_request, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-cache').send(text);
  });
  // 4 MB of script as one module: loaded here, so that only a process with a docs page pays for it.
  const { default: page } = await import('@scalar/fastify-api-reference');
  await app.register(page, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Tallystick API',
      withDefaultFonts: false,
      hideClientButton: true,
      telemetry: false,
      showDeveloperTools: 'never',
      // There is one way to say who asks: chosen for the reader, who only pastes a secret.
      authentication: { preferredSecurityScheme: 'credential' },
      agent: { disabled: true },
      mcp: { disabled: true },
    },
    hooks: {
      onRequest: (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        reply.header('content-security-policy', CONTENT_SECURITY_POLICY).header('x-content-type-options', 'nosniff');
        done();
      },
    },
  });
};
