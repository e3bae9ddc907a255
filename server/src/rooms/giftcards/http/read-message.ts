import { instantFromIso } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import {
  oneReference,
  referenceBytes,
  type Arrival,
  type Family,
  type ReferenceKey,
} from '../../../platform/lanes/index.ts';
import { memberArrival } from '../../members/index.ts';
import { byHandOf, referenceSpaceOf, type Principal } from '../../partners/index.ts';
import type { ActTill } from '../act-till.ts';
import type { GiftName } from '../find-gift.ts';
import type { Original } from '../find-operation.ts';
import type { GiftRouteDeps } from './room-endpoint.ts';

type Place = {
  readonly outlet?: string | undefined;
  readonly terminal?: string | undefined;
  readonly occurredAt?: string | undefined;
};

/** A message of a till: the till itself, and how to make an arrival of what it says. */
export type TillMessage = {
  readonly till: ActTill;
  /** Sent by somebody who may act on cards and is no till: for what a desk does with a card that is not there. */
  readonly isDesk: boolean;
  arrivalOf<Input extends object>(family: Family, content: object, input: Input): Arrival<Input>;
  /** Whether the sender may name what was done at an outlet. */
  mayName(outlet: number): boolean;
  /** Another operation of this till by its reference. */
  keyOf(family: Family, reference: string): ReferenceKey;
};

/** Finds the till that sends, and what its clock says. Refuses what `resolveTill` does, and a moment that no calendar has. */
export function findTill(
  { partners, tokens }: GiftRouteDeps,
  principal: Principal,
  body: Place,
): Ok<{ till: ActTill }> | Refusal<never> {
  const found = partners.resolveTill(principal, body);
  if (!found.ok) return found as Refusal<never>;
  const { outlet, terminal, partner, program, credential } = found;
  const by = principal.person === undefined ? undefined : byHandOf(tokens, principal);
  const occurredAt = body.occurredAt === undefined ? undefined : instantFromIso(body.occurredAt);
  if (body.occurredAt !== undefined && occurredAt === undefined) return refuse('http.input.invalid') as Refusal<never>;
  return { ok: true, till: { outlet, terminal, partner, program, credential, occurredAt, by } };
}

/** Reads who sends under which name. Refuses what `findTill` does, two names that differ, and a message without one. */
export function readTillMessage(
  room: GiftRouteDeps,
  { principal, clientReference }: { readonly principal: Principal; readonly clientReference: string | undefined },
  body: Place & { readonly reference?: string | undefined },
): Ok<{ message: TillMessage }> | Refusal<never> {
  const found = findTill(room, principal, body);
  if (!found.ok) return found;
  const { till } = found;
  const named = oneReference(body.reference, clientReference);
  if (!named.ok) return named as Refusal<never>;
  const { reference } = named;
  if (reference === undefined) return refuse('operation.reference_missing') as Refusal<never>;
  const space = referenceSpaceOf(till);
  const { tenant } = till.program;
  const place = { outlet: till.outlet.code, terminal: till.terminal.code };
  return {
    ok: true,
    message: {
      till,
      mayName: (outlet) => room.partners.mayName(principal, outlet),
      isDesk: principal.terminal === undefined && principal.scopes.has('cards:write'),
      arrivalOf: (family, content, input) =>
        memberArrival(room.keys, { space, family, reference }, { ...place, ...content }, { ...input, tenant }),
      keyOf: (family, text) => ({ tenant, space, family, reference: referenceBytes(text) }),
    },
  };
}

export type ShownCard = {
  readonly number?: string | undefined;
  readonly id?: string | undefined;
  readonly pin?: string | undefined;
};

export const nameOf = ({ number, id }: ShownCard): GiftName => ({ number, card: id });

/** What was sent, as a repeat is told by it: without its own name and without PINs. */
export function contentOf(body: Readonly<Record<string, unknown>>): object {
  const { reference: _reference, outlet: _outlet, terminal: _terminal, newPin: _newPin, card, to, ...rest } = body;
  const shown = (one: unknown): unknown =>
    typeof one === 'object' && one !== null ? { ...one, pin: undefined } : undefined;
  return { ...rest, card: shown(card), to: shown(to) };
}

/** An operation by its token or its reference, whichever is named. A token that was made up leads nowhere. */
export function readOriginal(
  { tokens }: GiftRouteDeps,
  message: TillMessage,
  { operation, originalReference }: { operation?: string | undefined; originalReference?: string | undefined },
  family: Family,
): Original {
  const mayName = (outlet: number): boolean => message.mayName(outlet);
  if (operation === undefined) return { reference: message.keyOf(family, originalReference ?? ''), mayName };
  const place = tokens.decode('op', operation);
  return { lane: place?.lane ?? 0, seq: place?.id ?? 0n, mayName };
}
