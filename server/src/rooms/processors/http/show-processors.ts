import { processorListSchema, processorPathSchema, processorSchema } from '../../../../../contract/processors.ts';
import { processorBody } from './processor-body.ts';
import { refuseBound, roomEndpoint, TAGS, type ProcessorRouteDeps } from './room-endpoint.ts';

/** `GET /v1/processors` */
export const listProcessors = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/processors',
    summary: "List the other companies' processors, and how they are doing",
    scope: 'settings:read',
    tags: TAGS,
    answers: { 200: processorListSchema },
    refusals: ['processors.processor.not_for_bound'],
    handler: async ({ principal }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const shown = await deps.processors.list(principal.tenant);
      return { status: 200 as const, body: { items: shown.map((one) => processorBody(deps, one)) } };
    },
  });

/** `GET /v1/processors/:processor` */
export const getProcessor = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/processors/:processor',
    summary: "Show another company's processor, and how it is doing",
    scope: 'settings:read',
    tags: TAGS,
    params: processorPathSchema,
    answers: { 200: processorSchema },
    refusals: ['processors.processor.not_for_bound', 'processors.processor.not_found'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const shown = await deps.processors.find(principal.tenant, params.processor);
      return shown.ok ? { status: 200 as const, body: processorBody(deps, shown) } : shown;
    },
  });
