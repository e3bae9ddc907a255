import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { refuse } from '../../kernel/refusal.ts';
import type { Metrics } from '../metrics.ts';
import type { Repeats } from '../repeats/index.ts';
import { createAdmission } from './admission.ts';
import type { RefusalCatalogue } from './catalogue.ts';
import { answerBrokenRequest } from './client-error.ts';
import { registerDocsPage } from './docs-page.ts';
import { BODY_BYTES_MAX } from './endpoint.ts';
import type { Endpoint, Principal } from './endpoint.ts';
import { errorHandler } from './error-handler.ts';
import { openApiOf } from './openapi.ts';
import { registerProbes } from './probes.ts';
import type { Readiness } from './probes.ts';
import { registerEndpoints } from './register-endpoints.ts';
import type { Authenticate } from './register-endpoints.ts';
import { refusalSender } from './send.ts';
import { parseStrictJson } from './strict-json.ts';

export type HttpServerDeps<Who extends Principal> = {
  readonly log: Logger;
  readonly endpoints: readonly Endpoint<Who>[];
  readonly authenticate: Authenticate<Who>;
  readonly catalogue: RefusalCatalogue;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** For tests: every answer is held against its schema. */
  readonly validateAnswers: boolean;
  /** Shown in the OpenAPI document. */
  readonly version: string;
  /** What each group of endpoints is for, shown there too. */
  readonly tagSentences?: Readonly<Record<string, string>>;
  /** Whose X-Forwarded-For is believed: the proxies in front. Nobody's where it is not given. */
  readonly isProxy?: ((address: string) => boolean) | undefined;
  /** False leaves `/docs` and `/openapi.json` out, where nobody reads them: the document takes a second of a core. */
  readonly hasDocs?: boolean | undefined;
  /** Keeps the answers of writes that have no other memory of client references. */
  readonly repeats?: Repeats | undefined;
  /** Requests inside at once; more are told to come again. */
  readonly inFlightMax?: number;
};

/** Ten lane batches of work wait behind it at most, some 300 ms; whoever comes later is better told so at once. */
const IN_FLIGHT_MAX = 2_000;
/** For the whole request to arrive; a till on a bad line sends 256 KiB in less. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than the minute after which proxies commonly drop an idle connection, so that they close it, not we. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** Slower than this is worth a line in the log. */
const SLOW_MS = 2_000;
const PARAM_LENGTH_MAX = 256;

/**
 * The door of the program: the endpoints, `/healthz`, `/readyz`, `/metrics`, `/openapi.json` and `/docs`. Everything it
 * refuses is a problem (RFC 9457). It logs no request, only slow ones and errors, and never a header or a body. Listen
 * and close are the caller's; from close on, new requests are told to go elsewhere and those inside are finished.
 */
export const createHttpServer = async <Who extends Principal>(deps: HttpServerDeps<Who>): Promise<FastifyInstance> => {
  const { log, metrics, catalogue } = deps;
  const sendRefusal = refusalSender(catalogue, metrics);
  const app = fastify({
    // Fastify would make a child logger per request, 2 µs of it; the door logs by itself where there is something to say.
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: deps.isProxy ?? false,
    genReqId: requestIds(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    frameworkErrors: (_error, request, reply) => sendRefusal(request, reply, refuse('http.route.unknown')),
    clientErrorHandler: answerBrokenRequest,
  });
  letIn(app, deps, sendRefusal);
  takeJsonOnly(app);
  app.setErrorHandler(errorHandler(log, sendRefusal));
  app.setNotFoundHandler((request, reply) => sendRefusal(request, reply, refuse('http.route.unknown')));
  registerProbes(app, metrics, deps.readiness);
  if (deps.hasDocs !== false) {
    const { version, tagSentences = {} } = deps;
    await registerDocsPage(app, openApiOf(deps.endpoints, catalogue, { version, tagSentences }));
  }
  return app;
};

const letIn = <Who extends Principal>(
  app: FastifyInstance,
  deps: HttpServerDeps<Who>,
  sendRefusal: ReturnType<typeof refusalSender>,
): void => {
  const { log, metrics } = deps;
  const admission = createAdmission(deps.inFlightMax ?? IN_FLIGHT_MAX);
  const recordOther = metrics.httpRecorder('any', 'other');
  app.addHook('preClose', (done) => {
    admission.stop();
    done();
  });
  // Filled by the hook below before anything reads it.
  app.decorateRequest('door');
  app.addHook('onRequest', (request, reply, done) => {
    const state = {
      startedMs: performance.now(),
      principal: undefined,
      record: recordOther,
      isWorking: false,
      isClosed: false,
    };
    request.door = state;
    reply.header('x-request-id', request.id);
    const isProbe = PROBES.has(request.url);
    if (!isProbe && !admission.enter()) {
      const code = admission.isStopping() ? 'http.server.stopping' : 'http.server.overloaded';
      sendRefusal(request, reply, refuse(code));
      return;
    }
    reply.raw.once('close', () => {
      if (!isProbe) admission.close(state);
      const tookMs = performance.now() - state.startedMs;
      state.record(reply.raw.statusCode, tookMs);
      if (tookMs > SLOW_MS) logSlow(log, request, reply, tookMs);
    });
    done();
  });
  registerEndpoints(app, deps.endpoints, { ...deps, admission, sendRefusal });
};

/** Answered however full the house is: a supervisor that cannot ask would kill it. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const logSlow = (log: Logger, request: FastifyRequest, reply: FastifyReply, tookMs: number): void => {
  const { routeOptions } = request;
  log.warn(
    { requestId: request.id, method: request.method, route: routeOptions.url, status: reply.raw.statusCode, tookMs },
    'a slow request',
  );
};

const takeJsonOnly = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    // A flaw is handed on as a value: it has a code of its own, and the connection may live on.
    done(null, (body as Buffer).length === 0 ? undefined : parseStrictJson(body as Buffer));
  });
};

/** Ids that differ between processes and restarts, and say the order within one. */
const requestIds = (): (() => string) => {
  const process = Math.floor(performance.timeOrigin).toString(36) + Math.floor(performance.now()).toString(36);
  let count = 0;
  return () => `${process}-${(count += 1).toString(36)}`;
};
