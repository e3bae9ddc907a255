import type { z } from 'zod';
import { giftOperationSchema } from '../../../../../contract/giftcards.ts';
import type { Family, Operation, Outcome, Plan } from '../../../platform/lanes/index.ts';
import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Principal } from '../../partners/index.ts';
import { askAsTill } from '../ask-as-till.ts';
import type { ShownCard, TillMessage } from './read-message.ts';
import { contentOf, readTillMessage } from './read-message.ts';
import { asRefusal, roomEndpoint, type GiftRouteDeps } from './room-endpoint.ts';

type ActBody = {
  readonly reference?: string | undefined;
  readonly outlet?: string | undefined;
  readonly terminal?: string | undefined;
  readonly occurredAt?: string | undefined;
  readonly card?: ShownCard | undefined;
  readonly newCard?: ShownCard | undefined;
  readonly to?: ShownCard | undefined;
};

type Act<Body extends z.ZodType<ActBody>, Input extends object> = {
  /** Behind `/v1/gift-cards/`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly scope?: 'sales:write' | 'cards:write' | 'giftcards:load';
  readonly body: Body;
  readonly answer?: z.ZodType;
  readonly refusals: readonly string[];
  readonly example: z.input<Body>;
  readonly family: Family;
  /** Of this input; what it plans and keeps is its own affair. */
  readonly operation: { readonly kind: string };
  readonly input: (body: z.output<Body>, message: TillMessage) => Input;
};

/** Whether a number is shown that might be guessed; the id of a card was told by this API before. */
const showsNumber = (body: ActBody): boolean =>
  [body.card, body.newCard, body.to].some((shown) => shown?.number !== undefined);

/** An endpoint that submits one operation on a gift card under the client's reference. */
export const actEndpoint = <Body extends z.ZodType<ActBody>, Input extends object>(
  room: GiftRouteDeps,
  act: Act<Body, Input>,
): Endpoint<Principal> => {
  const answer = act.answer ?? giftOperationSchema;
  return roomEndpoint({
    method: 'POST',
    path: `/v1/gift-cards/${act.path}`,
    summary: act.summary,
    description: act.description,
    scope: act.scope ?? 'sales:write',
    tags: ['gift cards'],
    body: act.body,
    answers: { 200: answer, 201: answer },
    refusals: act.refusals,
    examples: { body: act.example },
    handler: async ({ principal, body: given, clientReference }) => {
      const body = given as z.output<Body>;
      const read = readTillMessage(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const { message } = read;
      const content = { is: `gift.${act.path}`, ...contentOf(body) };
      const arrival = message.arrivalOf(act.family, content, act.input(body, message));
      const operation = act.operation as Operation<Input, Plan, unknown, object, JournalEntry>;
      const submit = (): Promise<Outcome<object>> => room.machine.submit(operation, arrival);
      const outcome = await (showsNumber(body) ? askAsTill(room, message.till, submit) : submit());
      if (!outcome.ok) return asRefusal(outcome);
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: outcome.answer as never };
    },
  });
};
