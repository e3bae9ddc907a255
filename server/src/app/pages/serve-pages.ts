import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where the pages of a web application are reached, and the folder in which they were built. */
export type Pages = { readonly at: '/' | '/m/'; readonly folder: string };

// Everything comes from here; only styles may stand in attributes, since the component library sets them so.
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Built files carry a digest in their names and never change; the page that names them is asked for each time. */
const setHeaders = (reply: FastifyReply, path: string): void => {
  const isForEver = /[/\\]assets[/\\]/.test(path);
  void reply.headers({
    'cache-control': isForEver ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });
};

const hasExtension = (url: string): boolean => /\.[a-z0-9]+(\?|$)/i.test(url);

/**
 * Serves built web applications: their files as they are, and the page of one for every address below its place that a browser opens
 * as a page, so that the address of a screen can be shared. What is no page (an unknown endpoint) stays unknown.
 */
export async function servePages(app: FastifyInstance, all: readonly Pages[]): Promise<void> {
  for (const [n, { at, folder }] of all.entries())
    await app.register(fastifyStatic, {
      ...{ root: folder, prefix: at, preCompressed: true, decorateReply: n === 0, cacheControl: false },
      setHeaders,
    });
  // As people type it.
  if (all.some(({ at }) => at === '/m/')) app.get('/m', (_request, reply) => reply.redirect('/m/', 308));
  app.addHook('onRequest', (request, reply, done) => {
    const { url, headers, routeOptions } = request;
    const pages = all.find(({ at }) => routeOptions.url === `${at}*`);
    const isScreen =
      pages && (headers.accept ?? '').includes('text/html') && !url.startsWith('/v1/') && !hasExtension(url);
    if (isScreen) void reply.sendFile('index.html', pages.folder);
    else done();
  });
}
