import { pageQuery } from '../../../../../contract/common.ts';
import {
  cardSuspensionChangedSchema,
  cardSuspensionInputSchema,
  cardSuspensionPageSchema,
  cardSuspensionPathSchema,
} from '../../../../../contract/card-stock.ts';
import { instantFromIso, INSTANT_NEVER, isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import type { z } from 'zod';
import type { Effect, EndpointRequest } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { CARDS_UNIT } from '../../staff/index.ts';
import type { Suspension } from '../suspension.ts';
import { askedBy, ASKED_REFUSALS, batchOfToken, batchToken, doneBy, refuseBound, TAGS } from './stock-endpoint.ts';
import { roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

type Deps = Pick<CardRouteDeps, 'cards' | 'tokens'>;
const PREFIX = 'csus';
const NO_LANE = 0;
const SCOPE = 'cards:write';
const SUSPENSION_MAX = (1n << 63n) - 1n;

const suspensionBody = (deps: Deps, one: Suspension) => ({
  suspension: deps.tokens.encode(PREFIX, NO_LANE, one.suspension),
  ...(one.batch === undefined
    ? { range: deps.cards.settings().range(one.range).code }
    : { batch: batchToken(deps, one.batch) }),
  ...(one.serials && { serials: one.serials }),
  reason: one.reason,
  effects: [...one.effects],
  from: isoFromInstant(one.from),
  ...(one.until !== INSTANT_NEVER && { until: isoFromInstant(one.until) }),
  setAt: isoFromInstant(one.setAt),
  ...(one.liftedAt !== undefined && { liftedAt: isoFromInstant(one.liftedAt) }),
});

const idOf = (deps: Deps, token: string): bigint => deps.tokens.decode(PREFIX, token)?.id ?? 0n;

/** The kinds of request by which many cards are blocked, or are free again. */
const SUSPENSION = 'cards.suspension';
const LIFTING = 'cards.suspension_lift';

/** By how many cards it holds or frees. Of a range nobody knows how many will come: a second person is always asked. */
const effectOn = (subject: string, facts: Effect['facts'], cards: number | undefined): Effect => ({
  subject,
  facts: { ...facts, ...(cards !== undefined && { cards }) },
  worth: cards === undefined ? undefined : { unit: CARDS_UNIT, amount: BigInt(cards) },
});

type Asked = EndpointRequest<Principal, unknown, unknown, z.output<typeof cardSuspensionInputSchema>>;

/** Reads what shall be blocked. Refuses what `askedBy` does, and a moment that no calendar has. */
function readSuspension(deps: Deps, { principal, body, clientReference }: Asked) {
  const { reference, from, until, batch, ...told } = body;
  const named = askedBy(principal, reference, clientReference);
  if (!named.ok) return named;
  const when = [from, until].map((one) => (one === undefined ? undefined : instantFromIso(one)));
  if ((from !== undefined && !when[0]) || (until !== undefined && !when[1])) {
    const error = { path: 'body.from', message: 'There is no such day or time' };
    return { ...refuse('http.input.invalid'), errors: [error] };
  }
  const batchId = batch === undefined ? undefined : batchOfToken(deps, batch);
  return { ok: true as const, input: { ...named.asked, ...told, batch: batchId, from: when[0], until: when[1] } };
}

/** `POST /v1/card-suspensions` */
export const suspendManyCards = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-suspensions',
    summary: 'Block a range of cards, a batch, or serials of a batch',
    description: 'It holds at every till from the answer on, for cards in use and for stock.',
    scope: SCOPE,
    tags: TAGS,
    body: cardSuspensionInputSchema,
    answers: { 201: cardSuspensionChangedSchema },
    refusals: [
      ...ASKED_REFUSALS,
      'http.input.invalid',
      'cards.range.unknown',
      'cards.batch.unknown',
      'cards.batch.no_such_serial',
      'cards.suspension.never_holds',
    ] as string[],
    examples: { body: { reference: 'f-1', range: 'club-2026', reason: 'fraud', effects: ['spend', 'activate'] } },
    secondPerson: {
      kind: SUSPENSION,
      effect: async (request) => {
        const read = readSuspension(deps, request);
        if (!read.ok) return read;
        const found = await deps.cards.foreseeSuspension(read.input);
        if (!found.ok) return found;
        if (found.isKnown) return { ok: true };
        const { range, batch, serials, reason, effects } = request.body;
        const facts = {
          ...(range && { range }),
          ...(batch && { batch }),
          ...(serials && { serials }),
          reason,
          effects,
        };
        return { ok: true, effect: effectOn(range ?? batch ?? '', facts, found.cards) };
      },
    },
    handler: async (request) => {
      const read = readSuspension(deps, request);
      if (!read.ok) return read;
      const outcome = await deps.cards.suspend(read.input);
      if (!outcome.ok) return outcome;
      const body = { ...suspensionBody(deps, outcome.suspension), repeated: outcome.repeated };
      return { status: 201 as const, body };
    },
  });

/** `POST /v1/card-suspensions/:suspension/lift` */
export const liftCardSuspension = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-suspensions/:suspension/lift',
    summary: 'Lift a block of many cards',
    description: 'Lifting it again changes nothing.',
    scope: SCOPE,
    tags: TAGS,
    params: cardSuspensionPathSchema,
    answers: { 200: cardSuspensionChangedSchema },
    refusals: ['programs.tenant.not_for_bound', 'cards.suspension.unknown'] as string[],
    secondPerson: {
      kind: LIFTING,
      effect: async ({ principal, params }) => {
        const bound = refuseBound(principal);
        if (bound) return bound;
        const found = await deps.cards.foreseeLifting(principal.tenant, idOf(deps, params.suspension));
        if (!found.ok) return found;
        const { suspension, cards } = found;
        if (suspension.liftedAt !== undefined) return { ok: true };
        const {
          suspension: id,
          from: _from,
          until: _until,
          setAt: _setAt,
          ...facts
        } = suspensionBody(deps, suspension);
        return { ok: true, effect: effectOn(id, facts, cards) };
      },
    },
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(deps, params.suspension);
      const outcome = await deps.cards.lift(doneBy(principal), id);
      if (!outcome.ok) return outcome;
      const body = { ...suspensionBody(deps, outcome.suspension), repeated: outcome.repeated };
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/card-suspensions` */
export const listCardSuspensions = (deps: Deps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-suspensions',
    summary: 'List the blocks of many cards',
    description: 'The newest first, lifted ones among them.',
    scope: SCOPE,
    tags: TAGS,
    query: pageQuery,
    answers: { 200: cardSuspensionPageSchema },
    refusals: ['http.cursor.malformed', 'programs.tenant.not_for_bound'] as string[],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['number']);
      if (cursor && !cursor.ok) return cursor;
      const before = cursor === undefined ? SUSPENSION_MAX : BigInt(Math.trunc(cursor.key[0]));
      const rows = await deps.cards.listSuspensions(principal.tenant, before, query.limit + 1);
      const keyOf = ({ suspension }: Suspension) => [Number(suspension)];
      const body = pageOfRows(rows, query.limit, (one) => suspensionBody(deps, one), keyOf);
      return { status: 200 as const, body };
    },
  });
