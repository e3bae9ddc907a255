import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assert, Bug } from '../../kernel/assert.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Metrics } from '../metrics.ts';
import type { Repeats } from '../repeats/index.ts';
import type { Admission } from './admission.ts';
import { answerOnce, keepsAnswers } from './answer-once.ts';
import { checkOutcome } from './answer-check.ts';
import type { RefusalCatalogue } from './catalogue.ts';
import { callerOf } from './caller.ts';
import { BODY_BYTES_MAX } from './endpoint.ts';
import type {
  AnswerSchemas,
  Endpoint,
  EndpointAnswer,
  EndpointRequest,
  FileBody,
  HandlerOutcome,
  Principal,
} from './endpoint.ts';
import { readInput } from './input.ts';
import { languageOf } from './problem.ts';
import type { SendRefusal } from './send.ts';

/** Who speaks, or why nobody does. Called once per request, before its body is read, with what is asked for. */
export type Authenticate<Who extends Principal> = (
  request: FastifyRequest,
  endpoint: Pick<Endpoint<Who>, 'method' | 'path' | 'scope'>,
) => Who | Refusal | Promise<Who | Refusal>;

export type EndpointDeps<Who extends Principal> = {
  readonly authenticate: Authenticate<Who>;
  readonly catalogue: RefusalCatalogue;
  readonly metrics: Metrics;
  readonly admission: Admission;
  readonly sendRefusal: SendRefusal;
  /** Holds every answer and refusal against what the endpoint promises; a difference is a bug. For tests. */
  readonly validateAnswers: boolean;
  /** Keeps the answers of writes that have no other memory of client references. Without it their Idempotency-Key means nothing. */
  readonly repeats?: Repeats | undefined;
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Makes routes of the endpoints, and answers every other method at their addresses with 405. Two endpoints at one
 * address, or a refusal that the catalogue does not have, are bugs.
 */
export const registerEndpoints = <Who extends Principal>(
  app: FastifyInstance,
  endpoints: readonly Endpoint<Who>[],
  deps: EndpointDeps<Who>,
): void => {
  // `/a/:x` and `/a/:y` are one address to the router.
  const addresses = new Map<string, { readonly path: string; readonly methods: Set<string> }>();
  for (const endpoint of endpoints) {
    for (const code of endpoint.refusals)
      assert(deps.catalogue.has(code), `${endpoint.path} refuses "${code}", unknown`);
    const address = endpoint.path.replace(/:\w+/g, ':');
    const known = addresses.get(address) ?? { path: endpoint.path, methods: new Set() };
    assert(!known.methods.has(endpoint.method), `two endpoints for ${endpoint.method} ${endpoint.path}`);
    known.methods.add(endpoint.method);
    addresses.set(address, known);
    if (endpoint.upload) registerUpload(app, endpoint, endpoint.upload, deps);
    else registerEndpoint(app, endpoint, deps);
  }
  for (const { path, methods } of addresses.values()) registerOtherMethods(app, path, methods, deps.sendRefusal);
};

/** In a scope of its own, whose parsers hand the body on as it comes in; JSON is refused there. */
const registerUpload = <Who extends Principal>(
  app: FastifyInstance,
  endpoint: Endpoint<Who>,
  mediaTypes: readonly string[],
  deps: EndpointDeps<Who>,
): void => {
  app.register((inside, _options, done) => {
    inside.removeAllContentTypeParsers();
    inside.addContentTypeParser([...mediaTypes], (_request, payload, handOn) => handOn(null, payload));
    registerEndpoint(inside, endpoint, deps);
    done();
  });
};

const registerEndpoint = <Who extends Principal>(
  app: FastifyInstance,
  endpoint: Endpoint<Who>,
  deps: EndpointDeps<Who>,
): void => {
  const { sendRefusal, admission } = deps;
  const record = deps.metrics.httpRecorder(endpoint.method, endpoint.path);
  const repeats = keepsAnswers(endpoint) ? deps.repeats : undefined;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: endpoint.bodyLimit ?? BODY_BYTES_MAX,
    onRequest: (request, reply, done) => {
      request.door.record = record;
      if (endpoint.scope === 'public') return done();
      const enter = (who: Who | Refusal): void => {
        const refusal = refusalOfEntry(who, endpoint.scope);
        if (refusal !== undefined) return sendRefusal(request, reply, refusal);
        request.door.principal = who as Who;
        done();
      };
      const who = deps.authenticate(request, endpoint);
      if (who instanceof Promise) who.then(enter).catch((error: Error) => done(error));
      else enter(who);
    },
    handler: (request, reply) => {
      const input = readInput(endpoint, {
        params: request.params,
        query: request.query,
        idempotencyKey: request.headers['idempotency-key'],
        body: endpoint.upload ? undefined : request.body,
      });
      if ('refusal' in input) return sendRefusal(request, reply, input);
      const settle = (outcome: HandlerOutcome): void => {
        if (deps.validateAnswers) checkOutcome(endpoint, outcome, deps.catalogue);
        if ('refusal' in outcome) sendRefusal(request, reply, outcome);
        else sendAnswer(reply, outcome, admission.isStopping(), endpoint.answers);
      };
      const who = request.door.principal as Who | undefined;
      const asked: EndpointRequest<Who | undefined> = {
        principal: who,
        ...input,
        // An upload without a body never met the parser: then there is an empty one.
        ...(endpoint.upload && { upload: (request.body as Readable | undefined) ?? request.raw }),
        ...((endpoint.upload || endpoint.headers) && {
          header: (name: string) =>
            endpoint.upload || endpoint.headers?.includes(name) ? [request.headers[name]].flat()[0] : undefined,
        }),
        ifNoneMatch: request.headers['if-none-match'],
        address: request.ip,
        requestId: request.id,
        language: languageOf(request.headers['accept-language']),
        caller: callerOf(request),
      };
      const reference = repeats && input.clientReference;
      const outcome =
        repeats && who && reference !== undefined
          ? answerOnce(
              repeats,
              endpoint,
              {
                principal: who,
                reference,
                url: request.url,
                body: (request.body as { value?: unknown } | undefined)?.value,
              },
              () => endpoint.handler(asked),
            )
          : endpoint.handler(asked);
      if (!(outcome instanceof Promise)) return settle(outcome);
      admission.beginWork(request.door);
      outcome
        .then(settle)
        // The error handler of the server logs it and says what may be said.
        .catch((error: unknown) => void reply.send(error instanceof Error ? error : new Bug(`threw ${typeof error}`)))
        .finally(() => admission.endWork(request.door));
    },
  });
};

const refusalOfEntry = (who: Principal | Refusal, scope: string): Refusal | undefined => {
  if ('refusal' in who) return who;
  return who.scopes.has(scope) ? undefined : refuse('http.scope.missing', { scope });
};

const sendAnswer = (reply: FastifyReply, answer: EndpointAnswer, isLast: boolean, schemas: AnswerSchemas): void => {
  // A kept connection outlives the stop of a server by its idle time, unless its caller is told.
  if (isLast) reply.header('connection', 'close');
  if (answer.headers !== undefined) reply.headers(answer.headers);
  reply.code(answer.status);
  const schema = schemas[answer.status];
  if (answer.body === undefined) reply.send();
  else if (schema && 'file' in schema) reply.header('content-type', schema.file).send(answer.body as FileBody);
  else reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer.body));
};

const registerOtherMethods = (
  app: FastifyInstance,
  path: string,
  taken: ReadonlySet<string>,
  sendRefusal: SendRefusal,
): void => {
  const others = METHODS.filter((method) => !taken.has(method));
  if (others.length === 0) return;
  const allow = METHODS.filter((method) => taken.has(method)).join(', ');
  app.route({
    method: others,
    url: path,
    // Fastify makes a HEAD route beside every GET; beside a refusal it would clash with the true one.
    exposeHeadRoute: false,
    // Before the body is read: there is nothing that it could mean here.
    onRequest: (request, reply) => {
      reply.header('allow', allow);
      sendRefusal(request, reply, refuse('http.method.not_allowed', { allow }));
    },
    handler: () => {
      throw new Bug('a refused method went past its refusal');
    },
  });
};
