import { outletPathSchema, outletSchema } from '../../../../../contract/partners.ts';
import { actorOf } from '../../../platform/audit.ts';
import { findOutlet } from './find-configurable.ts';
import { outletBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

const changeState = (
  { partners, programs }: PartnerRouteDeps,
  act: 'close' | 'reopen',
  summary: string,
  description: string,
) =>
  roomEndpoint({
    method: 'POST',
    path: `/v1/outlets/:code/${act}`,
    summary,
    description,
    scope: 'settings:write',
    tags: ['partners'],
    params: outletPathSchema,
    answers: { 200: outletSchema },
    refusals: ['partners.outlet.not_found'],
    handler: async ({ principal, params }) => {
      await partners.refresh();
      const found = findOutlet(partners, principal, params.code);
      if (!found.ok) return found;
      const change = act === 'close' ? partners.closeOutlet : partners.reopenOutlet;
      const outcome = await change(principal.tenant, params.code, actorOf(principal));
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: outletBody(partners.settings(), programs.settings())(outcome.outlet) };
    },
  });

/** `POST /v1/outlets/:code/close` */
export const closeOutlet = (deps: PartnerRouteDeps) =>
  changeState(
    deps,
    'close',
    'Close an outlet',
    'Requests of its tills are refused from the next second on; what they tell is booked and listed.',
  );

/** `POST /v1/outlets/:code/reopen` */
export const reopenOutlet = (deps: PartnerRouteDeps) =>
  changeState(deps, 'reopen', 'Open a closed outlet again', 'An open outlet stays as it is.');
