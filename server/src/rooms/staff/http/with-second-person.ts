import { z } from 'zod';
import { waitsSchema } from '../../../../../contract/staff.ts';
import { assert } from '../../../kernel/assert.ts';
import { canonicalJson } from '../../../kernel/canonical.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { actorOf } from '../../../platform/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Effect, Endpoint, HandlerOutcome, Principal, SecondPerson } from '../../../platform/http/endpoint.ts';
import type { Keys } from '../../../platform/keys.ts';
import { oneReference } from '../../../platform/lanes/index.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Approval } from '../approval.ts';
import type { Staff } from '../create-staff.ts';
import { token } from './room-endpoint.ts';
import { callOf, digestOfCall, narrowCall, openCall, requestOf, routeOf, sealCall, type Asked } from './sealed-call.ts';

type Deps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly staff: Pick<Staff, 'approvals'>;
};

type Acting = Endpoint & { readonly secondPerson: SecondPerson<Asked> };

/** What waiting may refuse besides what the act does. */
const REFUSALS = ['operation.reference_reused', 'operation.reference_differs', 'staff.approval.reference_reused'];

/** Not a no of the act but of the moment: it is tried again. */
const PASSING: ReadonlySet<string> = new Set(['operation.owner_moving', 'operation.not_taken', 'operation.under_way']);

/**
 * The endpoints, such that those that say so (`secondPerson`) do alone only what the asker may alone. Beyond it they answer 202 with a
 * request that waits; the yes of somebody else sends the very same request to the endpoint again. What a yes does is said to the approvals
 * once, by the first of all lists of endpoints.
 */
export function withSecondPerson<Who extends Principal>(
  deps: Deps,
  endpoints: readonly Endpoint<Who>[],
): Endpoint<Who>[] {
  const acting = endpoints.filter((one) => one.secondPerson !== undefined) as unknown as readonly Acting[];
  const kinds = Map.groupBy(acting, ({ secondPerson }) => secondPerson.kind);
  for (const [kind, all] of kinds) if (!deps.staff.approvals.knows(kind)) bindKind(deps, kind, all);
  return endpoints.map((one) =>
    one.secondPerson === undefined ? one : (askingFirst(deps, one as unknown as Acting) as unknown as Endpoint<Who>),
  );
}

function askingFirst(deps: Deps, endpoint: Acting): Endpoint {
  return {
    ...endpoint,
    answers: { ...endpoint.answers, 202: waitsOr(endpoint.answers[202]) },
    refusals: [...new Set([...endpoint.refusals, ...REFUSALS])],
    handler: (request) => {
      assert(request.principal !== undefined, 'nobody acts without saying who he is');
      const { principal } = request;
      // Tills wait for nothing, not for a turn of the event loop either.
      if (isOfTills(endpoint) && deps.staff.approvals.isByHand(principal) === false) return endpoint.handler(request);
      return actOrAsk(deps, endpoint, { ...request, principal });
    },
  };
}

const isOfTills = ({ secondPerson }: Acting): boolean => secondPerson.ofPersons === true;

/** What has itself to wait for something answers 202 too. */
const waitsOr = (own: unknown): z.ZodType => (own instanceof z.ZodType ? z.union([waitsSchema, own]) : waitsSchema);

/**
 * Does what an endpoint does, or asks for it where the asker may not alone: for an act that came inside of another message, too. Refuses what
 * the act would, and a reference that was something else.
 */
export async function actOrAsk<Who extends Principal>(
  deps: Deps,
  acting: Endpoint<Who>,
  request: Asked,
): Promise<HandlerOutcome> {
  const endpoint = acting as unknown as Acting;
  const { secondPerson: spec } = endpoint;
  const { principal } = request;
  const act = () => endpoint.handler(request);
  if (isOfTills(endpoint) && !(await deps.staff.approvals.isByHand(principal))) return act();
  const named = oneReference(ownReference(request.body), request.clientReference);
  if (!named.ok) return named;
  // Without a name the act itself refuses it, or is one that may be done twice.
  const name = named.reference ?? request.requestId;
  const asked = { tenant: principal.tenant, kind: spec.kind, reference: `${principal.credential}/${name}` };
  const call = callOf(routeOf(endpoint), request);
  const digest = digestOfCall(deps.keys, call);
  const { approvals } = deps.staff;
  const before = await approvals.findByReference(deps.database, asked.tenant, asked.kind, asked.reference);
  if (before) return before.contentDigest.equals(digest) ? waits(deps, before) : refuse('operation.reference_reused');
  const by = actorOf(principal);
  // A server that sells by a key of the whole tenant is not rehearsed for nothing.
  if (isOfTills(endpoint) && (await approvals.isFree(asked.tenant, by))) return act();
  const told = await spec.effect(request);
  if (!told.ok) return told;
  const { effect } = told;
  if (effect === undefined) return act();
  const { subject, facts, worth, pays, isAlwaysByTwo = false } = effect;
  const alone = await approvals.takeAlone({
    ...asked,
    by,
    place: principal.place,
    digest,
    worth: isAlwaysByTwo ? undefined : worth,
    pays,
  });
  if (!alone.ok) return alone;
  if (alone.isAlone) return act();
  const outcome = await deps.database.transaction((tx) =>
    approvals.request(tx, {
      ...asked,
      ...{ subject, facts, worth, requestedBy: by },
      call: { digest, sealed: sealCall(deps.keys, asked, call) },
    }),
  );
  return outcome.ok ? waits(deps, outcome.approval) : outcome;
}

const ownReference = (body: unknown): string | undefined => {
  const { reference } = (body ?? {}) as { readonly reference?: unknown };
  return typeof reference === 'string' ? reference : undefined;
};

const waits = ({ tokens }: Deps, { approval, state, refused }: Approval): HandlerOutcome => ({
  status: 202,
  body: { approval: token(tokens, 'appr', approval), state, ...(refused !== undefined && { refused }) },
});

const isWorthMore = (now: Effect['worth'], then: Effect['worth']): boolean =>
  now !== undefined && then !== undefined && (now.unit !== then.unit || now.amount > then.amount);

/** Says what a yes to requests of that kind does: which of its endpoints it was stands in the request. */
function bindKind(deps: Deps, kind: string, endpoints: readonly Acting[]): void {
  const byRoute = new Map(endpoints.map((one) => [routeOf(one), one]));
  const opened = (approval: Approval, at: Instant, approvedBy: Actor | undefined, held?: ReadonlySet<string>) => {
    const sealed = openCall(deps.keys, approval);
    const call = sealed && held ? narrowCall(sealed, held) : sealed;
    const endpoint = call && byRoute.get(call.route);
    return call && endpoint && { call, endpoint, request: requestOf(call, approval, at, approvedBy) };
  };
  const waitingCall = (approval: Approval) => {
    const found = opened(approval, deps.clock.now(), undefined);
    assert(found !== undefined, 'a request that waits keeps what was asked');
    return found;
  };
  const effectNow = async (
    approval: Approval,
    held: ReadonlySet<string>,
  ): Promise<Ok<{ readonly effect: Effect | undefined }> | Refusal> => {
    const found = opened(approval, deps.clock.now(), approval.decidedBy, held);
    if (!found) return { ok: true, effect: undefined };
    const told = await found.endpoint.secondPerson.effect(found.request);
    return told.ok ? { ok: true, effect: told.effect } : told;
  };
  deps.staff.approvals.onApproved(kind, {
    permission: (approval) => {
      const { scope, secondPerson } = waitingCall(approval).endpoint;
      return secondPerson.alsoBy ?? scope;
    },
    asker: (approval) => {
      const { endpoint, call } = waitingCall(approval);
      const { place, scopes } = call.principal;
      const { alsoBy } = endpoint.secondPerson;
      return { permissions: [alsoBy !== undefined && scopes.includes(alsoBy) ? alsoBy : endpoint.scope], place };
    },
    narrowed: (approval, held) => sealCall(deps.keys, approval, narrowCall(waitingCall(approval).call, held)),
    refusals: [...new Set(['staff.approval.effect_changed', ...endpoints.flatMap(({ refusals }) => refusals)])],
    effectNow,
    check: async (approval, by, held) => {
      const told = await effectNow({ ...approval, decidedBy: by }, held);
      if (!told.ok) return told;
      // Done meanwhile under the same reference: there is nothing left to do, and nothing else will be done.
      if (told.effect === undefined) return { ok: true };
      const isSame = canonicalJson(told.effect.facts) === canonicalJson(approval.facts);
      // What is not among the facts may have grown: the limits of whoever decides were asked for what it was worth then.
      return isSame && !isWorthMore(told.effect.worth, approval.worth)
        ? { ok: true }
        : refuse('staff.approval.effect_changed');
    },
    after: async (approval) => {
      const { decidedAt, decidedBy } = approval;
      assert(decidedAt !== undefined, 'what was decided was decided at a moment');
      const found = opened(approval, decidedAt, decidedBy);
      if (!found) return undefined;
      const outcome = await found.endpoint.handler(found.request);
      if (!('refusal' in outcome)) return undefined;
      if (PASSING.has(outcome.refusal)) throw new Error(`${kind} could not be done yet: ${outcome.refusal}`);
      return outcome;
    },
  });
}
