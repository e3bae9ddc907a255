import { canonicalJson } from '../../../kernel/canonical.ts';
import { actorOf } from '../../../platform/audit.ts';
import { processorInputSchema, processorPathSchema, processorSchema } from '../../../../../contract/processors.ts';
import { processorBody } from './processor-body.ts';
import { refuseBound, roomEndpoint, TAGS, type ProcessorRouteDeps } from './room-endpoint.ts';

const asJson = (service: object): string => canonicalJson(JSON.parse(JSON.stringify(service)));

/** `PUT /v1/processors/:processor` */
export const configureProcessor = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/processors/:processor',
    summary: "Set up another company's processor",
    description:
      'How its web service is asked and read, as data. Secret headers are kept encrypted and shown to nobody. The same again changes ' +
      'nothing. One that takes payments is believed when it says that somebody has paid: another service of it waits for a second person.',
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
    secondPerson: {
      kind: 'processors.service',
      effect: async ({ principal, params, body }) => {
        const bound = refuseBound(principal);
        if (bound) return bound;
        const fit = deps.processors.check(principal.tenant, params.processor, body);
        if (!fit.ok) return fit;
        const known = await deps.processors.find(principal.tenant, params.processor);
        const before = known.ok ? known.processor.service : undefined;
        const isSame = body.secretHeaders === undefined && before && asJson(before) === asJson(body.service);
        // What only shows balances moves nothing; what is paused, or asked more seldom, is the same service.
        if (isSame || (body.service.redeem === undefined && before?.redeem === undefined)) return { ok: true };
        const change = (setting: string, was: string | undefined, is: string) => ({
          ...{ setting, before: was ?? 'none', after: is },
        });
        const changes = [
          ...(before?.url === body.service.url ? [] : [change('url', before?.url, body.service.url)]),
          ...(before && asJson(before) === asJson(body.service)
            ? []
            : [change('service', before && asJson(before), asJson(body.service))]),
        ];
        const secretHeaders = Object.keys(body.secretHeaders ?? {}).sort();
        const facts = { processor: params.processor, unit: body.unit, changes, secretHeaders };
        return { ok: true, effect: { subject: `processor ${params.processor}`, facts } };
      },
    },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await deps.processors.configure(principal.tenant, params.processor, body, actorOf(principal));
      if (!outcome.ok) return outcome;
      const shown = await deps.processors.find(principal.tenant, params.processor);
      return shown.ok ? { status: 200 as const, body: processorBody(deps, shown) } : shown;
    },
  });
