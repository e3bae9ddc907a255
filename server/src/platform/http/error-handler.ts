import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Fault } from '../../kernel/fault.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOfError } from './problem.ts';
import type { SendRefusal } from './send.ts';

/**
 * What was thrown, told to two: to the log in full, under the request's id; to the caller as a refusal that gives
 * nothing away. What Fastify throws about the request itself is the caller's matter and is not logged.
 */
export const errorHandler =
  (log: Logger, sendRefusal: SendRefusal) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const ofRequest = refusalOfRequestError(error as FastifyError, request);
    if (ofRequest !== undefined) return sendRefusal(request, reply, ofRequest);
    const { routeOptions } = request;
    const line = { requestId: request.id, method: request.method, route: routeOptions.url, error: loggable(error) };
    if (error instanceof Fault) log.warn(line, 'a fault');
    else log.error(line, 'a bug');
    sendRefusal(request, reply, refusalOfError(error));
  };

const refusalOfRequestError = (error: FastifyError, request: FastifyRequest): Refusal | undefined => {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const { routeOptions } = request;
      return refuse('http.body.too_large', { limit: String(routeOptions.bodyLimit) });
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refuse('http.media_type.unsupported');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return refuse('http.request.malformed');
    case 'FST_STATIC_FORBIDDEN_PATH':
      // A path that is no address of a page, such as `//elsewhere.example/v1/sales`: nothing is there.
      return refuse('http.route.unknown');
    case 'ECONNRESET':
      // The caller hung up while its body was read; the answer goes nowhere, but it is no bug of ours.
      return refuse('http.request.malformed');
    default:
      return undefined;
  }
};

type Loggable = { name: string; message: string; code?: string; stack?: string; cause?: Loggable };

/** Name, message, code and stack only: errors of PostgreSQL carry rows with phones and names in their other fields. */
const loggable = (error: unknown, depth = 0): Loggable => {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an Error' };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && depth < 3 && { cause: loggable(error.cause, depth + 1) }),
  };
};
