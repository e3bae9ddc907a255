import type { z } from 'zod';
import {
  cardRangeInputSchema,
  cardRangeListSchema,
  cardRangePathSchema,
  cardRangeSchema,
} from '../../../../../contract/card-stock.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { RangeInput } from '../open-range.ts';
import { capacityOf, type Range } from '../range.ts';
import { actorOf, limitsBody, readLimits, refuseBound, TAGS } from './stock-endpoint.ts';
import { roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

type Deps = Pick<CardRouteDeps, 'cards' | 'programs'>;

function rangeBody({ programs }: Deps, range: Range): z.input<typeof cardRangeSchema> {
  const unit = range.unit === undefined ? undefined : programs.settings().unit(range.unit);
  const { sharing, mayEarn, maySpend, usesPerDay, spendPerDay } = range.policy;
  return {
    code: range.code,
    ...(range.program !== undefined && { program: programs.settings().program(range.program).code }),
    type: range.type,
    prefix: range.prefix,
    length: range.length,
    charset: range.charset,
    checkDigit: range.checkDigit,
    ...(range.pinKind !== 'none' && {
      pin: { kind: range.pinKind, length: range.pinLength, isRequired: range.pinRequired },
    }),
    ...(unit && { unit: unit.code }),
    ...(unit && range.face !== undefined && { face: formatQuantity(range.face, unit.decimals) }),
    ...(range.priceList !== undefined && { priceList: range.priceList }),
    track: range.track,
    ...(range.processor !== undefined && { processor: range.processor }),
    ...(sharing !== undefined && { sharing }),
    ...(mayEarn !== undefined && { mayEarn }),
    ...(maySpend !== undefined && { maySpend }),
    ...limitsBody({ usesPerDay, spendPerDay: spendPerDay === undefined ? undefined : BigInt(spendPerDay) }),
    state: range.state,
    capacity: String(capacityOf(range)),
  };
}

function readRange(
  { programs }: Deps,
  tenant: number,
  told: z.output<typeof cardRangeInputSchema>,
): Ok<{ readonly input: RangeInput }> | Refusal {
  const settings = programs.settings();
  const program = told.program === undefined ? undefined : settings.programByCode(tenant, told.program);
  if (told.program !== undefined && !program) return refuse('programs.program.not_found', { program: told.program });
  const unit = told.unit === undefined ? undefined : settings.unitByCode(tenant, told.unit);
  if (told.unit !== undefined && unit?.kind !== 'money')
    return refuse('cards.range.malformed', { reason: `there is no currency ${told.unit}` });
  const face = told.face === undefined ? undefined : parseQuantity(told.face, unit?.decimals ?? 0);
  if (face && !face.ok) return face;
  const limits = readLimits(told.limits);
  if (!limits.ok) return limits;
  const { usesPerDay, spendPerDay } = limits.limits;
  const { code, type, prefix, length, charset, checkDigit, priceList, track, processor } = told;
  return {
    ok: true,
    input: {
      ...{ code, type, prefix, length, charset, checkDigit, priceList, track, processor },
      program: program?.program,
      pinKind: told.pin?.kind ?? 'none',
      pinLength: told.pin?.length ?? 0,
      pinRequired: told.pin?.isRequired ?? false,
      unit: unit?.unit,
      face: face?.value,
      systemOfRecord: processor === undefined ? 'here' : 'elsewhere',
      policy: {
        ...(told.sharing !== undefined && { sharing: told.sharing }),
        ...(told.mayEarn !== undefined && { mayEarn: told.mayEarn }),
        ...(told.maySpend !== undefined && { maySpend: told.maySpend }),
        ...(usesPerDay !== undefined && { usesPerDay }),
        ...(spendPerDay !== undefined && { spendPerDay: Number(spendPerDay) }),
      },
    },
  };
}

/** `POST /v1/card-ranges` */
export const openCardRange = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-ranges',
    summary: 'Open a range of card numbers',
    description: 'A number of a range becomes a card only out of released stock. Two ranges share no number.',
    scope: 'settings:write',
    tags: TAGS,
    body: cardRangeInputSchema,
    answers: { 201: cardRangeSchema },
    refusals: [
      'programs.tenant.not_for_bound',
      'programs.program.not_found',
      'programs.code.malformed',
      'kernel.quantity.malformed',
      'kernel.quantity.too_many_decimals',
      'kernel.quantity.too_large',
      'cards.limit.malformed',
      'cards.range.malformed',
      'cards.range.overlaps',
      'cards.range.code_taken',
    ] as string[],
    examples: {
      body: { code: 'club-2026', type: 'bonus', prefix: '2990', length: 13, checkDigit: 'ean13' },
    },
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const read = readRange(deps, principal.tenant, body);
      const outcome = read.ok ? await deps.cards.openRange(principal.tenant, read.input, actorOf(principal)) : read;
      return outcome.ok ? { status: 201 as const, body: rangeBody(deps, outcome.range) } : outcome;
    },
  });

/** `GET /v1/card-ranges` */
export const listCardRanges = (deps: Deps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-ranges',
    summary: 'List the ranges of card numbers',
    scope: 'settings:read',
    tags: TAGS,
    answers: { 200: cardRangeListSchema },
    refusals: [],
    handler: ({ principal }) => {
      const items = deps.cards.settings().rangesOf(principal.tenant);
      return { status: 200 as const, body: { items: items.map((one) => rangeBody(deps, one)) } };
    },
  });

/** `POST /v1/card-ranges/:range/close` */
export const closeCardRange = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-ranges/:range/close',
    summary: 'Close a range: nothing more is made in it',
    description: 'Cards and stock that there are go on. Closing it again changes nothing.',
    scope: 'settings:write',
    tags: TAGS,
    params: cardRangePathSchema,
    answers: { 200: cardRangeSchema },
    refusals: ['programs.tenant.not_for_bound', 'cards.range.unknown'] as string[],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      const outcome = bound ?? (await deps.cards.closeRange(principal.tenant, params.range, actorOf(principal)));
      return outcome.ok ? { status: 200 as const, body: rangeBody(deps, outcome.range) } : outcome;
    },
  });
