import { actorOf } from '../../../platform/audit.ts';
import { processorInputSchema, processorPathSchema, processorSchema } from '../../../../../contract/processors.ts';
import { processorBody } from './processor-body.ts';
import { refuseBound, roomEndpoint, TAGS, type ProcessorRouteDeps } from './room-endpoint.ts';

/** `PUT /v1/processors/:processor` */
export const configureProcessor = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/processors/:processor',
    summary: "Set up another company's processor",
    description:
      'How its web service is asked and read, as data. Secret headers are kept encrypted and shown to nobody. The same again changes ' +
      'nothing.',
    scope: 'settings:write',
    tags: TAGS,
    params: processorPathSchema,
    body: processorInputSchema,
    answers: { 200: processorSchema },
    refusals: [
      'processors.processor.not_for_bound',
      'processors.processor.not_found',
      'processors.processor.too_many',
      'programs.code.malformed',
      'processors.service.malformed',
      'processors.unit.unfit',
      'processors.unit.fixed',
      'processors.url.malformed',
      'processors.url.not_https',
      'processors.url.with_credentials',
      'processors.url.port_refused',
      'processors.url.inside',
    ],
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await deps.processors.configure(principal.tenant, params.processor, body, actorOf(principal));
      if (!outcome.ok) return outcome;
      const shown = await deps.processors.find(principal.tenant, params.processor);
      return shown.ok ? { status: 200 as const, body: processorBody(deps, shown) } : shown;
    },
  });
