import { isoFromInstant } from '../../server/src/kernel/instant.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import type { TestHouse } from '../../server/test/house.ts';
import type { Act, Case, Expected, Goods } from './case.ts';

const DECIMALS = { EUR: 2, JPY: 0, KWD: 3 } as const;

type Part = { readonly amount: string };
type Quote = {
  readonly quote: string;
  readonly toPay: Part;
  readonly discounts?: readonly { readonly lines: readonly (Part & { readonly line: number })[] }[];
};
type Wallet = { readonly available: string; readonly owed: string };
type Answer = {
  readonly wallets?: readonly Wallet[];
  readonly earned?: readonly { readonly points: string }[];
  readonly takenBack?: readonly { readonly points: string }[];
  readonly refund?: readonly Part[];
  readonly deducted?: string;
};
type Seen = { readonly [Name in keyof Expected]?: Expected[Name] | undefined };

// Whole thousandths: no page and no currency here has finer ones.
const grains = (amount: string): number => Math.round(Number(amount) * 1_000);
const sum = (parts: readonly { readonly [name: string]: string }[] = [], of = 'amount'): number =>
  parts.reduce((all, one) => all + grains(one[of] ?? '0'), 0);
const asText = (thousandths: number): string => (thousandths / 1_000).toFixed(3);

/** Plays a case over HTTP in a program of its own, and gives what is otherwise than its page says: nothing where all is so. */
export const playCase = async (house: TestHouse, one: Case, code: string): Promise<string[]> => {
  const secret = house.secrets.tenant;
  const occurredAt = isoFromInstant(systemClock().now());
  const send = async <Body>(path: string, body: object): Promise<Body> => {
    const answer = await house.request(`POST ${path}`, body, { secret });
    if (answer.status >= 300) throw new Error(`${path} ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  };
  const currency = one.currency ?? 'EUR';
  const member = { externalId: code };
  const at = { outlet: code, terminal: 'T1' };
  await send('/v1/programs', { code, name: code, zone: 'Europe/Madrid', currency, policy: one.policy ?? {} });
  await send(`/v1/programs/${code}/wallet-types`, {
    code: 'points',
    unit: one.hasFinePoints ? 'FINE' : 'PTS',
    pays: one.pays ?? { points: '1', money: '0.01' },
  });
  await send('/v1/outlets', { code, name: code, partner: 'mercado', program: code });
  await send(`/v1/outlets/${code}/terminals`, { code: 'T1' });
  await send(`/v1/programs/${code}/rulebooks`, {
    inForceFrom: '2020-01-01T00:00:00Z',
    promotions: one.promotions,
    ...(one.groups && { groups: one.groups }),
    ...(one.caps && { caps: one.caps }),
  });
  await send('/v1/members', { reference: `${code}-member`, program: code, channel: 'till', ...member });
  if (one.has !== undefined)
    await send('/v1/adjustments', {
      ...{ reference: `${code}-has`, program: code, reason: 'goodwill' },
      ...{ member, points: one.has },
    });

  // As a till: what the quote takes off is taken off, and confirmed.
  const buy = async (
    reference: string,
    goods: readonly Goods[],
    tenders: readonly object[] | undefined,
  ): Promise<Seen> => {
    const lines = goods.map((each, i) => ({ line: i + 1, ...each }));
    const paid = tenders?.filter((tender) => 'kind' in tender && tender.kind === 'points');
    const sale = { ...at, currency, member, occurredAt };
    const quote = await send<Quote>('/v1/sales/quote', { ...sale, lines, ...(paid && { tenders: paid }) });
    const discounts = lines.map(({ line }) =>
      sum((quote.discounts ?? []).flatMap(({ lines: parts }) => parts.filter((part) => part.line === line)) as never),
    );
    const confirmed = lines.map((line, i) => {
      const discount = ((discounts[i] as number) / 1_000).toFixed(DECIMALS[currency]);
      return discounts[i] === 0 ? line : { ...line, discount, promotionDiscount: discount };
    });
    const answer = await send<Answer>('/v1/sales', {
      ...{ ...sale, reference, lines: confirmed, quote: quote.quote },
      ...(tenders && { tenders }),
    });
    return {
      ...{ toPay: quote.toPay.amount, earned: asText(sum(answer.earned, 'points')) },
      discounts: discounts.map(asText),
      ...standing(answer),
    };
  };

  let sale = '';
  let refunded = 0;
  const act = async (what: Act, name: string): Promise<Seen> => {
    if ('buys' in what) {
      [sale, refunded] = [name, 0];
      return await buy(name, what.buys, what.tenders);
    }
    if ('tells' in what) {
      const told = { reference: name, program: code, member, name: what.tells, attributes: what.attributes };
      const answer = await send<Answer>('/v1/occasions', told);
      return { earned: asText(sum(answer.earned, 'points')), ...standing(answer) };
    }
    if ('spends' in what)
      return standing(await send('/v1/redemptions', { ...at, reference: name, member, points: what.spends }));
    const lines = what.returns === 'all' ? 'all' : what.returns.map(([line, quantity]) => ({ line, quantity }));
    const answer = await send<Answer>('/v1/returns', {
      ...{ ...at, reference: name, occurredAt },
      ...{ original: { reference: sale }, lines },
    });
    const refund = sum(answer.refund as never);
    refunded += refund;
    return {
      ...{ refund: asText(refund), refundedInAll: asText(refunded), deducted: answer.deducted },
      takenBack: asText(sum(answer.takenBack, 'points')),
      ...standing(answer),
    };
  };

  const wrong: string[] = [];
  for (const [i, what] of one.acts.entries()) {
    const seen = await act(what, `${code}-${i + 1}`);
    for (const [name, said] of Object.entries(what.expected)) {
      const found = seen[name as keyof Expected] ?? '0';
      const [left, right] = [said, found].map((value) => [value].flat().map(grains).join(' '));
      if (left !== right) wrong.push(`act ${i + 1}, ${name}: the page says ${String(said)}, here ${String(found)}`);
    }
  }
  return wrong;
};

const standing = ({ wallets }: Answer): Seen => ({
  available: wallets?.[0]?.available ?? '0',
  owed: wallets?.[0]?.owed ?? '0',
});
