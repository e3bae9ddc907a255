import type { CalendarSpan } from '../../kernel/validity.ts';
import { byAllPoints, itemsText, paymentsText, type Item, type Payment } from './goods.ts';
import { returnText, saleText, type ReturnBody, type SaleBody } from './answer-text.ts';
import { createPointsVerbs, type PointsVerbs } from './when-points.ts';
import { wallOf, type Person, type Stage } from './stage.ts';
import { moveTime, type TimeSpan } from './move-time.ts';
import { balancesOfAll, datesOf, takeStep, whyOf, type Outcome } from './tell-step.ts';

/** A receipt that was rung up or asked about. */
export type Receipt = {
  readonly reference: string;
  readonly buyer: Person | undefined;
  readonly items: readonly Item[];
  readonly answer: SaleBody;
};

/** Goods that came back, or a sale that was voided. */
export type Back = { readonly reference: string; readonly answer: ReturnBody };

export type ReceiptMore = {
  readonly pays?: readonly Payment[];
  readonly outlet?: string;
  readonly channel?: string;
  /** Its reference, where another step has to name it before it comes. */
  readonly reference?: string;
  /** The quote that it keeps to. */
  readonly quote?: Receipt;
  /** It was rung up without connection at this instant (ISO text with offset), and is told only now, as a notice. */
  readonly rungUpAt?: string;
};

export type Returned = 'all' | readonly (readonly [sku: string, quantity: string])[];

/** What happens. Whatever is refused breaks the story, except inside of `then.isRefused`. */
export type When = PointsVerbs & {
  /** The clock on the program's wall shows the same time so many days, months or years later; or hours and minutes pass. */
  timePasses(span: CalendarSpan | TimeSpan): Promise<void>;
  /** The clock goes to this instant, ISO text with offset. */
  itIs(instant: string): Promise<void>;
  /** A sale; without a buyer nobody shows who it is. */
  buys(buyer: Person | undefined, items: readonly Item[], more?: ReceiptMore): Promise<Receipt>;
  quotes(buyer: Person, items: readonly Item[], more?: ReceiptMore & { readonly hold?: boolean }): Promise<Receipt>;
  /** Goods of a sale come back: all that is left, or items and how many of each. */
  returns(sale: Receipt, what: Returned): Promise<Back>;
  /** Goods come back of a sale that has not arrived: lines by number. */
  returnsUnknown(
    reference: string,
    lines: readonly { readonly line: number; readonly quantity: string }[],
  ): Promise<Back>;
  /** A sale must not count, whether it has arrived or not. */
  voids(reference: string): Promise<Back>;
  /** A member claims a receipt on which nobody was named. */
  claims(person: Person, sale: Receipt): Promise<Receipt>;
};

/** The verbs that make things happen, on a stage. */
export function createWhen(stage: Stage): When {
  const step = <T>(text: string, work: () => Promise<{ value: T; outcome?: Outcome }>) =>
    takeStep(stage, 'when', text, work);
  const place = (outlet: string | undefined): object => ({
    ...stage.opened?.place,
    ...(outlet === undefined ? {} : { outlet }),
  });
  const who = (buyer: Person | undefined): string => buyer?.name ?? 'somebody unknown';

  const receiptBody = (
    buyer: Person | undefined,
    items: readonly Item[],
    more: ReceiptMore,
    reference: string,
  ): object => ({
    ...place(more.outlet),
    ...{ reference, occurredAt: stage.now(), currency: 'EUR', lines: items, tenders: more.pays ?? [] },
    ...(buyer ? { member: { card: buyer.card } } : {}),
    ...(more.channel === undefined ? {} : { channel: more.channel }),
    ...(more.quote === undefined ? {} : { quote: more.quote.answer.quote }),
    ...(more.rungUpAt === undefined ? {} : { occurredAt: more.rungUpAt, manner: 'notice', offline: true }),
  });

  /** What came of an operation: its dates, why it earned where that is wanted, and how everybody stands. */
  const outcomeOf = async (
    told: readonly string[],
    operation: string | undefined,
    earns: boolean,
  ): Promise<Outcome> => ({
    told,
    ...(operation === undefined ? {} : { dates: await datesOf(stage, operation) }),
    ...(operation !== undefined && earns && stage.explains ? { why: await whyOf(stage, operation) } : {}),
    balances: await balancesOfAll(stage, stage.people),
  });

  const back = (text: string, what: string, body: object): Promise<Back> =>
    step(text, async () => {
      const reference = stage.freshReference();
      const message = { ...place(undefined), occurredAt: stage.now(), reference, ...body };
      const answer = (await stage.must(text, what, message)) as unknown as ReturnBody;
      return { value: { reference, answer }, outcome: await outcomeOf(returnText(answer), answer.operation, false) };
    });

  return {
    ...createPointsVerbs(stage),
    timePasses: (span) => moveTime(stage, span),
    itIs: (instant) => moveTime(stage, instant),
    buys(buyer, items, more = {}) {
      const where = more.outlet === undefined ? '' : ` at ${more.outlet}`;
      const late =
        more.rungUpAt === undefined ? '' : `it becomes known that at ${wallOf(stage, more.rungUpAt)}, offline, `;
      const text = `${late}${who(buyer)} buys ${itemsText(items)}${where}${paymentsText(more.pays ?? [])}`;
      return step(text, async () => {
        const reference = more.reference ?? stage.freshReference();
        const answer = (await stage.must(
          text,
          'POST /v1/sales',
          receiptBody(buyer, items, more, reference),
        )) as unknown as SaleBody;
        return {
          value: { reference, buyer, items, answer },
          outcome: await outcomeOf(saleText(stage, answer), answer.operation, true),
        };
      });
    },
    quotes(buyer, items, { hold = false, ...more } = {}) {
      const pays = more.pays ?? [byAllPoints()];
      const text = `${who(buyer)} asks about ${itemsText(items)}${paymentsText(pays)}${hold ? ', and has the points held' : ''}`;
      return step(text, async () => {
        const reference = more.reference ?? stage.freshReference();
        const body = { ...receiptBody(buyer, items, { ...more, pays }, reference), hold };
        const answer = (await stage.must(text, 'POST /v1/sales/quote', body)) as unknown as SaleBody;
        return {
          value: { reference, buyer, items, answer },
          outcome: await outcomeOf(saleText(stage, answer), undefined, false),
        };
      });
    },
    returns(sale, what) {
      const lineOf = (sku: string): number => sale.items.findIndex((one) => one.sku === sku) + 1;
      const lines = what === 'all' ? what : what.map(([sku, quantity]) => ({ line: lineOf(sku), quantity }));
      const words =
        what === 'all' ? 'all that is left' : what.map(([sku, quantity]) => `${quantity} × ${sku}`).join(', ');
      return back(`${who(sale.buyer)} returns ${words}`, 'POST /v1/returns', {
        original: { reference: sale.reference },
        lines,
      });
    },
    returnsUnknown: (reference, lines) =>
      back(`goods come back of sale ${reference}, which has not arrived`, 'POST /v1/returns', {
        original: { reference },
        lines,
      }),
    voids: (reference) =>
      back(`sale ${reference} is voided`, 'POST /v1/voids', { target: { family: 'sale', reference } }),
    claims(person, sale) {
      const text = `${person.name} claims the receipt of ${itemsText(sale.items)}`;
      return step(text, async () => {
        const reference = stage.freshReference();
        const answer = (await stage.must(text, 'POST /v1/claims', {
          ...place(undefined),
          ...{
            reference,
            occurredAt: stage.now(),
            original: { reference: sale.reference },
            member: { card: person.card },
          },
        })) as unknown as SaleBody;
        return {
          value: { ...sale, reference, buyer: person, answer },
          outcome: await outcomeOf(saleText(stage, answer), answer.operation, true),
        };
      });
    },
  };
}
