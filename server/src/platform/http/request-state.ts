import type {} from 'fastify';
import type { HttpRecorder } from '../metrics.ts';
import type { Principal } from './endpoint.ts';

/** What the door knows of one request while it lasts. */
export type RequestState = {
  readonly startedMs: number;
  principal: Principal | undefined;
  record: HttpRecorder;
  /** Whether a handler works for it: then its place is taken even when the caller has gone. */
  isWorking: boolean;
  isClosed: boolean;
};

declare module 'fastify' {
  // Fastify's own way to say that a request has a decoration; a type alias cannot be merged.
  interface FastifyRequest {
    door: RequestState;
  }
}
