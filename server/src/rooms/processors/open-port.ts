import { setTimeout as sleep } from 'node:timers/promises';
import { addSeconds } from '../../kernel/instant.ts';
import { decryptField, encryptField, type Keys } from '../../platform/keys.ts';
import { createWebService } from './adapter/create-web-service.ts';
import type { Answer, ProcessorPort } from './port.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { Processor } from './processor.ts';
import { noteAsked, takeTurnAt } from './store/processor.ts';

/** How long somebody who stands at a till waits for a turn; a poll has more patience. */
export const TILL_PATIENCE_SECONDS = 2;
export const POLL_PATIENCE_SECONDS = 60;

const contextOf = (tenant: number, code: string): string => `processors.processor/${tenant}/${code}`;

/** Secret headers as they stand in the database. */
export const sealHeaders = (
  keys: Keys,
  tenant: number,
  code: string,
  headers: Readonly<Record<string, string>>,
): Buffer => encryptField(keys, JSON.stringify(headers), contextOf(tenant, code));

/** Reads what `sealHeaders` wrote. */
export const openHeaders = (
  keys: Keys,
  { tenant, code, secrets }: Pick<Processor, 'tenant' | 'code' | 'secrets'>,
): Readonly<Record<string, string>> =>
  JSON.parse(decryptField(keys, secrets, contextOf(tenant, code)).toString()) as Readonly<Record<string, string>>;

/** The port to a processor, at the processor's rate over all processes. A question that gets no turn in time is not sent. */
export function openPort(deps: ProcessorDeps, processor: Processor, patienceSeconds: number): ProcessorPort {
  const waitForTurn = async (): Promise<boolean> => {
    const now = deps.clock.now();
    const turn = await takeTurnAt(deps.database, processor.processor, now, addSeconds(now, patienceSeconds));
    if (turn === undefined) return false;
    if (turn > now) await sleep(Math.ceil((turn - now) / 1_000));
    return true;
  };
  const service = createWebService(processor.service, {
    ask: deps.ask,
    unit: deps.programs.settings().unit(processor.unit),
    timeoutMs: processor.timeoutMs,
    secretHeaders: openHeaders(deps.keys, processor),
    waitForTurn,
  });
  return watched(deps, processor, service);
}

/** Keeps how it went, for people to see and for polls to go slow. No turn says nothing about the processor. */
function watched(deps: ProcessorDeps, { processor }: Processor, port: ProcessorPort): ProcessorPort {
  const noting = async <One extends Answer>(question: string, asking: Promise<One>): Promise<One> => {
    const answer = await asking;
    deps.tally?.note(processor, question, answer.outcome);
    const isAnswer = answer.outcome === 'yes' || answer.outcome === 'no';
    if (isAnswer) await noteAsked(deps.database, processor, deps.clock.now(), undefined);
    else if (answer.reason !== 'busy') await noteAsked(deps.database, processor, deps.clock.now(), answer.reason);
    return answer;
  };
  const { redeem, reverse, find, refund } = port;
  return {
    balance: (card) => noting('balance', port.balance(card)),
    transactions: (card, from) => noting('transactions', port.transactions(card, from)),
    ...(redeem && { redeem: (payment) => noting('redeem', redeem(payment)) }),
    ...(reverse && { reverse: (payment) => noting('reverse', reverse(payment)) }),
    ...(refund && { refund: (one) => noting('refund', refund(one)) }),
    ...(find && { find: (payment) => noting('find', find(payment)) }),
  };
}
