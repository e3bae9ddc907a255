import type { z } from 'zod';
import { giftOperationSchema } from '../../../../../contract/giftcards.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Arrival, Family, Operation, Plan } from '../../../platform/lanes/index.ts';
import type { Effect, Endpoint, EndpointRequest } from '../../../platform/http/endpoint.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Principal } from '../../partners/index.ts';
import { foreseeAct, worthOfAll } from '../../staff/index.ts';
import type { GiftAnswer } from '../present-gift.ts';
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
  /** What of it waits for a second person, where a person does it by hand and no till. */
  readonly byHand?: ByHand;
};

/** By how much an act by hand is bound: by what it moves, or by all that is on the card and may be spent by it. */
type ByHand = { readonly kind: string; readonly worth: 'moved' | 'balance' };

type Sender = Pick<EndpointRequest<Principal>, 'principal' | 'clientReference'>;

/** What the act would do now, on which cards and in numbers; none of what closes a reference that nobody has used. */
async function effectOf<Input>(
  room: GiftRouteDeps,
  { kind, worth }: ByHand,
  operation: Operation<Input, Plan, unknown, object, JournalEntry>,
  arrival: Arrival<Input>,
  body: ActBody,
): Promise<Ok<{ readonly effect?: Effect | undefined }> | Refusal> {
  return foreseeAct(room.machine, operation, arrival, (answer) => {
    if (!('balance' in answer)) return undefined;
    const { card, to, act, amount, promotional = '0', currency: unit, balance } = answer as GiftAnswer;
    const { decimals = 0 } = room.programs.settings().unitByCode(arrival.tenant, unit) ?? {};
    const moved = addQuantities(amount, kind === LOAD ? promotional : '0', decimals);
    const points = worth === 'moved' ? moved : balance.booked;
    const { booked, available } = balance;
    // A card that is made by the act has another id at every rehearsal: it is named as it was shown, as far as may be written down.
    const named = act === 'activation' || act === 'replacement' ? (nameShown(body.card) ?? card) : card;
    const other = nameShown(body.newCard) ?? to;
    return {
      subject: named,
      facts: { card: named, act, ...(other && { to: other }), amount: points, unit },
      ...worthOfAll(() => decimals, [{ unit, points }]),
      after: { booked, available, unit },
    };
  });
}

const SHOWN_DIGITS = 4;
const nameShown = (shown: ShownCard | undefined): string | undefined =>
  shown?.id ?? (shown?.number && `••••${shown.number.slice(-SHOWN_DIGITS)}`);

/** The kinds of request by which acts on gift cards wait. */
export const LOAD = 'giftcards.load';
export const MOVE = 'giftcards.move';
export const RELEASE = 'giftcards.release';

const addQuantities = (one: string, other: string, decimals: number): string => {
  const [a, b] = [parseQuantity(one, decimals), parseQuantity(other, decimals)];
  return a.ok && b.ok ? formatQuantity(a.value + b.value, decimals) : one;
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
  const operation = act.operation as Operation<Input, Plan, unknown, object, JournalEntry>;
  const readAct = ({ principal, clientReference }: Sender, body: z.output<Body>) => {
    const read = readTillMessage(room, { principal, clientReference }, body);
    if (!read.ok) return read;
    const { message } = read;
    const content = { is: `gift.${act.path}`, ...contentOf(body) };
    const arrival = message.arrivalOf(act.family, content, act.input(body, message));
    // Of a number that might be guessed it is counted how often it was wrong.
    const asking = <T extends Ok<object> | Refusal>(work: () => Promise<T>): Promise<T | Refusal> =>
      showsNumber(body) ? askAsTill(room, message.till, work) : work();
    return { ok: true as const, arrival, asking };
  };
  const { byHand } = act;
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
    ...(byHand && {
      secondPerson: {
        kind: byHand.kind,
        ofPersons: true,
        effect: async ({ body, ...sender }: EndpointRequest<Principal>) => {
          const read = readAct(sender, body as z.output<Body>);
          if (!read.ok) return read;
          return read.asking(() => effectOf(room, byHand, operation, read.arrival, body as z.output<Body>));
        },
      } as never,
    }),
    handler: async ({ body, ...sender }) => {
      const read = readAct(sender, body as z.output<Body>);
      if (!read.ok) return read;
      const outcome = await read.asking(() => room.machine.submit(operation, read.arrival));
      if (!outcome.ok) return asRefusal(outcome);
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: outcome.answer as never };
    },
  });
};
