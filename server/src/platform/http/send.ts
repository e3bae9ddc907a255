import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics.ts';
import type { RefusalCatalogue } from './catalogue.ts';
import { languageOf, PROBLEM_MEDIA_TYPE, problemOf, retryAfterOf } from './problem.ts';
import type { InputRefusal } from './problem.ts';

export type SendRefusal = (request: FastifyRequest, reply: FastifyReply, refusal: InputRefusal) => void;

/** The one way in which a refusal leaves: counted, in the caller's language, with the headers that belong to it. */
export const refusalSender =
  (catalogue: RefusalCatalogue, metrics: Metrics): SendRefusal =>
  (request, reply, refusal) => {
    const entry = catalogue.entry(refusal.refusal);
    metrics.countRefusal(refusal.refusal);
    const language = languageOf(request.headers['accept-language']);
    const retryAfter = retryAfterOf(refusal, entry);
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    if (entry.status === 401) reply.header('www-authenticate', 'Bearer');
    reply
      .code(entry.status)
      .header('content-type', PROBLEM_MEDIA_TYPE)
      .send(JSON.stringify(problemOf(refusal, catalogue, { requestId: request.id, language })));
  };
