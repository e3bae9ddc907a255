import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import {
  FAMILY,
  oneReference,
  referenceBytes,
  type Arrival,
  type Family,
  type ReferenceKey,
} from '../../../platform/lanes/index.ts';
import { memberArrival, nameOperation } from '../../members/index.ts';
import { byHandOf, referenceSpaceOf, speaksForTenant, type Principal, type Till } from '../../partners/index.ts';
import type { Program } from '../../programs/index.ts';
import type { Original } from '../operations/find-hold.ts';
import type { PointsRoom } from './room-endpoint.ts';

/** Who sends, and the reference that came beside the body. */
export type Sender = { readonly principal: Principal; readonly clientReference: string | undefined };

type Named = { readonly reference?: string | undefined };

/** A message of a till: the till itself, and how to make an arrival of what it says. */
export type TillMessage = {
  readonly till: Till;
  readonly reference: string;
  /** What the operation is called in its family; content is the message as sent, without codes. */
  arrivalOf<Input extends object>(family: Family, content: object, input: Input): Arrival<Input>;
  /** Whether the sender may name what was done at an outlet. */
  mayName(outlet: number): boolean;
  /** Another operation of this till by its reference. */
  keyOf(family: Family, reference: string): ReferenceKey;
};

/** Finds the till that sends. Refuses what `resolveTill` does, two names that differ, and a message without one. */
export function readTillMessage(
  { partners, keys }: PointsRoom,
  { principal, clientReference }: Sender,
  body: Named & { readonly outlet?: string | undefined; readonly terminal?: string | undefined },
): Ok<{ message: TillMessage }> | Refusal<never> {
  const found = partners.resolveTill(principal, body);
  if (!found.ok) return found as Refusal<never>;
  const { outlet, terminal, partner, program, credential } = found;
  const till = { outlet, terminal, partner, program, credential };
  const named = oneReference(body.reference, clientReference);
  if (!named.ok) return named as Refusal<never>;
  const { reference } = named;
  if (reference === undefined) return refuse('operation.reference_missing') as Refusal<never>;
  const space = referenceSpaceOf(till);
  const { tenant } = program;
  return {
    ok: true,
    message: {
      till,
      reference,
      mayName: (outlet) => partners.mayName(principal, outlet),
      arrivalOf: (family, content, input) =>
        memberArrival(
          keys,
          { space, family, reference },
          { outlet: outlet.code, terminal: terminal.code, ...content },
          { ...input, tenant },
        ),
      keyOf: (family, text) => ({ tenant, space, family, reference: referenceBytes(text) }),
    },
  };
}

/** What proves a phone for spending: the code that came with it, used up by this very message. */
export async function provePhone(
  { members }: PointsRoom,
  { till, reference }: TillMessage,
  phone: string | undefined,
  code: string | undefined,
): Promise<Ok<{ isPhoneProved: boolean }> | Refusal<never>> {
  if (code === undefined || phone === undefined) return { ok: true, isPhoneProved: false };
  const usedBy = referenceBytes(`${referenceSpaceOf(till)}/points/${reference}`);
  const checked = await members.checkPhoneCode(till.program.tenant, phone, 'spend', code, usedBy);
  return checked.ok ? { ok: true, isPhoneProved: true } : (checked as Refusal<never>);
}

/** An operation by its token or its reference, whichever is named. A token that was made up leads nowhere. */
export function readOriginal(
  { tokens }: PointsRoom,
  message: TillMessage,
  prefix: 'op' | 'hold',
  token: string | undefined,
  reference: string | undefined,
  family: Family,
): Original {
  const mayName = (outlet: number): boolean => message.mayName(outlet);
  if (token === undefined) return { reference: message.keyOf(family, reference ?? ''), mayName };
  const place = tokens.decode(prefix, token);
  return { lane: place?.lane ?? 0, seq: place?.id ?? 0n, mayName };
}

/** What is done by hand: who asks, in whose name, why. */
export type HandMessage = {
  readonly by: string;
  arrivalOf<Input extends object>(family: Family, content: object, input: Input): Arrival<Input>;
};

/** Reads who does something by hand. Refuses a message without name or with two that differ, and a credential bound to a partner or till. */
export function readHandMessage(
  { keys, tokens }: PointsRoom,
  { principal, clientReference }: Sender,
  body: Named,
): Ok<{ message: HandMessage }> | Refusal<never> {
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own') as Refusal<never>;
  const { tenant } = principal;
  const by = byHandOf(tokens, principal);
  const told = oneReference(body.reference, clientReference);
  if (!told.ok) return told as Refusal<never>;
  const named = nameOperation(principal, FAMILY.adjust, told.reference, undefined);
  if (!named.ok) return named as Refusal<never>;
  return {
    ok: true,
    message: {
      by,
      arrivalOf: (family, content, input) =>
        memberArrival(keys, { ...named.name, family }, content, { ...input, tenant }),
    },
  };
}

/** A program of the sender's tenant by its code. Whoever is bound to a program finds no other. */
export function findProgram(
  { programs }: PointsRoom,
  principal: Principal,
  code: string,
): Ok<{ program: Program }> | Refusal<never> {
  const program = programs.settings().programByCode(principal.tenant, code);
  return program && (principal.program ?? program.program) === program.program
    ? { ok: true, program }
    : (refuse('programs.program.not_found', { program: code }) as Refusal<never>);
}
