import type { CardNumber } from '../../../kernel/card-number.ts';
import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import { formatQuantity, type Unit } from '../../../kernel/quantity.ts';
import type { Asker } from '../../../platform/outbound/index.ts';
import { isPaidAs, type Answer, type OutsidePayment, type ProcessorPort, type ToldLine } from '../port.ts';
import type { BalanceCall, Call, PaymentCall, TransactionsCall, WebService } from '../web-service.ts';
import { textAt, type Tree } from './answer-tree.ts';
import { amountOf, linesTold, type Writing } from './fields.ts';
import { judge } from './judge.ts';
import { fillJson, fillText, fillXml, placeholdersOf, type Values } from './template.ts';

export type WebServiceDeps = {
  readonly ask: Asker;
  readonly unit: Pick<Unit, 'code' | 'decimals'>;
  readonly timeoutMs: number;
  /** Headers whose values stand encrypted in the database. */
  readonly secretHeaders: Readonly<Record<string, string>>;
  /** Called before every question: the processor's rate. False: there is no room now. */
  readonly waitForTurn: () => Promise<boolean>;
};

const PAGES_MAX = 50;
const TRANSACTIONS_MAX = 5_000;
const OUTSIDE_ID_MAX = 100;

// A cursor comes from the other side and may be no text at all.
const encodeForUrl = (value: string): string => encodeURIComponent(value.toWellFormed());

const unreadable = { outcome: 'unknown', reason: 'unreadable' } as const;

/** A processor behind a web service that is described by data. What cannot be read of an answer is unknown, never guessed. */
export function createWebService(service: WebService, deps: WebServiceDeps): ProcessorPort {
  const { unit } = deps;
  const writing: Writing = { amounts: service.amounts, times: service.times, decimals: unit.decimals };
  const isJson = service.format === 'json';

  const put = async (call: Call, values: Values): Promise<Answer<{ readonly tree: Tree }>> => {
    if (!(await deps.waitForTurn())) return { outcome: 'not_sent', reason: 'busy' };
    const { body } = call;
    const filled = body === undefined ? undefined : isJson ? fillJson(body, values) : fillXml(body as string, values);
    const plain = Object.entries({ ...service.headers, ...call.headers });
    const headers = {
      accept: isJson ? 'application/json' : 'text/xml, application/xml',
      ...(filled !== undefined && { 'content-type': isJson ? 'application/json' : 'text/xml; charset=utf-8' }),
      ...Object.fromEntries(plain.map(([name, value]) => [name.toLowerCase(), fillText(value, values)])),
      ...deps.secretHeaders,
    };
    const url = `${service.url.replace(/\/$/, '')}${fillText(call.path, values, encodeForUrl)}`;
    const asked = await deps.ask({ url, method: call.method, headers, body: filled, timeoutMs: deps.timeoutMs });
    return judge(asked, call, { format: service.format, card: values.card });
  };

  const valuesOf = (
    payment: Partial<OutsidePayment> & {
      readonly card: CardNumber;
      readonly pin?: string | undefined;
      readonly payment?: string;
      readonly isPartial?: boolean;
    },
  ) => ({
    card: payment.card,
    currency: unit.code,
    ...(payment.amount !== undefined && {
      amount: formatQuantity(payment.amount, unit.decimals),
      amountMinor: String(payment.amount),
    }),
    ...(payment.reference !== undefined && { reference: payment.reference }),
    ...(payment.outsideId !== undefined && { outsideId: payment.outsideId }),
    ...(payment.payment !== undefined && { payment: payment.payment }),
    ...(payment.pin !== undefined && { pin: payment.pin }),
    ...(service.redeem?.partial && { partial: service.redeem.partial[payment.isPartial ? 'yes' : 'no'] }),
  });

  const paidIn = (tree: Tree, call: PaymentCall): bigint | undefined =>
    call.fields?.amount === undefined ? undefined : amountOf(textAt(tree, call.fields.amount), writing);

  const outsideIdIn = (tree: Tree, call: PaymentCall): string => {
    const id = call.fields?.id === undefined ? undefined : textAt(tree, call.fields.id);
    return (id ?? '').slice(0, OUTSIDE_ID_MAX);
  };

  const balance = async (call: BalanceCall, card: CardNumber): Promise<Answer<{ readonly balance: bigint }>> => {
    const told = await put(call, valuesOf({ card }));
    if (told.outcome !== 'yes') return told;
    const amount = amountOf(textAt(told.tree, call.fields.balance), writing);
    return amount === undefined ? unreadable : { outcome: 'yes', balance: amount };
  };

  const transactions = async (call: TransactionsCall, card: CardNumber, from: Instant | undefined) => {
    const takesFrom = placeholdersOf([call.path, call.body, call.headers]).includes('from');
    const all: ToldLine[] = [];
    const values = { ...valuesOf({ card }), from: isoFromInstant(from ?? (0 as Instant)) };
    let cursor = '';
    for (let page = 0; page < PAGES_MAX; page++) {
      const told = await put(call, { ...values, cursor });
      if (told.outcome !== 'yes') return told;
      const lines = linesTold(told.tree, call, writing);
      if (lines === undefined) return unreadable;
      all.push(...lines);
      if (all.length > TRANSACTIONS_MAX) return { outcome: 'unknown', reason: 'too_large' } as const;
      const next = call.next === undefined ? '' : (textAt(told.tree, call.next) ?? '');
      if (next === '' || next === cursor) {
        return { outcome: 'yes', transactions: all, from: takesFrom ? from : undefined } as const;
      }
      cursor = next;
    }
    return { outcome: 'unknown', reason: 'too_large' } as const;
  };

  const { redeem, reverse, find, refund } = service;
  return {
    balance: (card) => balance(service.balance, card),
    transactions: (card, from) => transactions(service.transactions, card, from),
    ...(redeem && {
      redeem: async (payment) => {
        const told = await put(redeem, valuesOf(payment));
        if (told.outcome !== 'yes') return told;
        const path = redeem.fields?.balance;
        const left = path === undefined ? undefined : amountOf(textAt(told.tree, path), writing);
        const paid = redeem.fields?.amount === undefined ? payment.amount : paidIn(told.tree, redeem);
        if (paid === undefined) return unreadable;
        if (paid === 0n) return { outcome: 'no', reason: 'nothing_paid' };
        if (!isPaidAs(payment, paid)) return { outcome: 'unknown', reason: 'other_amount' };
        return { outcome: 'yes', outsideId: outsideIdIn(told.tree, redeem), balance: left, paid };
      },
    }),
    ...(reverse && { reverse: (payment) => put(reverse, valuesOf(payment)) }),
    ...(refund && { refund: (one) => put(refund, valuesOf(one)) }),
    ...(find && {
      find: async (payment) => {
        const told = await put(find, valuesOf(payment));
        if (told.outcome !== 'yes') return told;
        return { outcome: 'yes', outsideId: outsideIdIn(told.tree, find), paid: paidIn(told.tree, find) };
      },
    }),
  };
}
