import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Effect } from '../../../platform/http/endpoint.ts';
import type { Arrival } from '../../../platform/lanes/index.ts';
import { paysOf } from '../../points/index.ts';
import type { Program } from '../../programs/index.ts';
import { foreseeAct, worthOfAll } from '../../staff/index.ts';
import type { ClaimOfReceipt } from '../claim-receipt.ts';
import type { Checkout } from '../create-checkout.ts';
import { asIfPaid, outsidePlaces } from '../outside/outside-tender.ts';
import type { ReturnAnswer } from '../present-return.ts';
import type { SaleAnswer } from '../present-sale.ts';
import type { Return } from '../return.ts';
import type { Sale } from '../sale.ts';
import type { Void } from '../void.ts';
import { askWithGifts } from './ask-with-gifts.ts';
import { checkPins, giftsShown } from './check-pins.ts';
import type { ReadSale } from './read-sale.ts';
import { asGuarded } from './submit-return.ts';

// What a receipt moves that a person writes by hand, where tills send the same all day: by it is decided whether a second person has to say
// yes. A till has goods, money and a buyer before it; whoever types a receipt has nothing.

/** The kinds of request by which receipts wait. */
export const SALE = 'checkout.sale';
export const RETURN = 'checkout.return';
export const VOID = 'checkout.void';
export const CLAIM = 'checkout.claim';

type Foreseen = Promise<Ok<{ readonly effect?: Effect | undefined }> | Refusal>;
type Moved = { readonly walletType?: string; readonly unit: string; readonly points: string };
type Deps = Pick<Checkout, 'programs' | 'walletTypes'>;

const SHOWN_DIGITS = 4;
const nameShown = (number: string): string => `••••${number.slice(-SHOWN_DIGITS)}`;

/** By what bounds go: how much of each unit, and what points of it would pay. */
const movedOf = (deps: Deps, program: Program, moved: readonly Moved[]) => ({
  ...worthOfAll((unit) => deps.programs.settings().unitByCode(program.tenant, unit)?.decimals, moved),
  pays: paysOf(deps, program, moved),
});

/**
 * A receipt by hand: what it grants, what it puts on gift cards, and what it takes of points and gift cards whose holder has proved nothing.
 * Codes of coupons have no amount: a second person is always asked. What moves nothing is done at once.
 */
export function effectOfSale(checkout: Checkout, { arrival: read, proof }: ReadSale): Foreseen {
  const { manner } = read.input;
  // By his code the member himself says yes to what is taken of him; a wrong one the act refuses, of a notice it does not.
  const isPhoneProved = proof !== undefined && manner === 'request';
  const input = asIfPaid({ ...read.input, isPhoneProved }, outsidePlaces(checkout.gifts, read.input));
  const arrival: Arrival<Sale> = { ...read, input };
  const tell = (answer: SaleAnswer): Effect | undefined => {
    const earned = answer.earned.map(({ walletType, unit, points }) => ({ walletType, unit, points }));
    const spent = answer.spent.map(({ walletType, unit, points }) => ({ walletType, unit, points }));
    const sold = (answer.cardsSold ?? []).flatMap(({ unit, amount, promotional }) => [
      { unit, points: amount },
      { unit, points: promotional },
    ]);
    // Whoever pays for somebody else has not said so by that one's code.
    const unproved = answer.spent.filter(({ payer }) => !isPhoneProved || payer !== undefined);
    const isUnproved = giftsShown(input).some(({ pin }) => pin === undefined);
    const paid = (answer.giftCards ?? []).map(({ unit, amount: points }) => ({ unit, points }));
    const moved = [...earned, ...unproved, ...sold, ...(isUnproved ? paid : [])];
    const { coupons = [] } = answer;
    if (moved.every(isNothing) && coupons.length === 0) return undefined;
    const { outlet, terminal, program } = input.till;
    const { isAlwaysByTwo, ...worth } = movedOf(checkout, program, moved.filter(isSomething));
    return {
      subject: answer.member ?? `outlet ${outlet.code}`,
      facts: {
        ...{ member: answer.member, program: program.code, outlet: outlet.code, terminal: terminal.code },
        ...{ amount: answer.total.amount, unit: answer.total.unit },
        ...some('earned', earned),
        ...some('spent', spent),
        ...some(
          'giftCardsSold',
          (answer.cardsSold ?? []).map(({ line, amount, promotional, unit }) => {
            const card = nameShown(input.cardsSold.find((one) => one.line === line)?.number ?? '');
            return { card, amount, promotional, unit };
          }),
        ),
        ...some('giftCardsPaying', answer.giftCards?.map(({ card, amount, unit }) => ({ card, amount, unit })) ?? []),
        ...some(
          'coupons',
          coupons.map(({ coupon, count }) => ({ coupon, count })),
        ),
      },
      ...worth,
      isAlwaysByTwo: isAlwaysByTwo === true || coupons.length > 0,
      after: standing(answer),
    };
  };
  return askWithGifts(
    checkout,
    arrival,
    async () =>
      (await checkPins(checkout, input, manner === 'request' ? giftsShown(input) : [])) ??
      (await foreseeAct(checkout.machine, checkout.checkSale, arrival, tell)),
  );
}

/**
 * Goods taken back by hand: the value that somebody gets by it, as points, on the gift cards that paid, or on the one that takes all of it.
 * What is taken back of points nobody gets. Of a sale that is not here yet nobody knows.
 */
export const effectOfReturn = (checkout: Checkout, arrival: Arrival<Return>): Foreseen =>
  asGuarded(checkout, arrival, async () => {
    const { onto } = arrival.input;
    const isAsked = onto !== undefined && 'gift' in onto && arrival.input.manner === 'request';
    const wrong = await checkPins(checkout, arrival.input, isAsked ? [onto] : []);
    return (
      wrong ??
      (await foreseeAct(checkout.machine, checkout.return, arrival, (answer) => tellUndoing(checkout, arrival, answer)))
    );
  });

/** A receipt undone by hand, which is told as goods that come back. One that is undone already, or closed before it came, moves nothing. */
export async function effectOfVoid(checkout: Checkout, arrival: Arrival<Void>): Foreseen {
  const told = await foreseeAct(checkout.machine, checkout.void, arrival, (answer) =>
    answer.state === 'closed' ? undefined : tellUndoing(checkout, arrival, answer),
  );
  return !told.ok && told.refusal === 'checkout.void.already' ? { ok: true } : told;
}

function tellUndoing(
  checkout: Checkout,
  { input }: Pick<Arrival<Return | Void>, 'input'>,
  answer: ReturnAnswer,
): Effect | undefined {
  const { outlet, terminal, program } = input.till;
  const place = { program: program.code, outlet: outlet.code, terminal: terminal.code };
  if (answer.state === 'parked') return { subject: 'sale unknown', facts: { ...place, isParked: true } };
  const { original, member, givenBack = [], giftCards = [], toGiftCard: onto } = answer;
  const back = givenBack.map(({ walletType, unit, points }) => ({ walletType, unit, points }));
  const cards = giftCards.map(({ card, unit, amount }) => ({ card, unit, amount }));
  const moved = [
    ...back,
    ...cards.map(({ unit, amount }) => ({ unit, points: amount })),
    ...(onto ? [{ unit: onto.unit, points: onto.amount }] : []),
  ].filter(isSomething);
  if (moved.length === 0) return undefined;
  return {
    subject: original ?? member ?? 'sale',
    facts: {
      ...{ ...place, operation: original, member },
      ...some('givenBack', back),
      ...some('giftCards', cards),
      // A card that is made by the act has another id at every rehearsal.
      ...(onto && { toGiftCard: { ...(onto.isNew ? {} : { card: onto.card }), amount: onto.amount, unit: onto.unit } }),
    },
    ...movedOf(checkout, program, moved),
    after: standing(answer),
  };
}

/** A receipt of nobody that earns for a member by hand. */
export const effectOfClaim = (checkout: Checkout, arrival: Arrival<ClaimOfReceipt>): Foreseen =>
  foreseeAct(checkout.machine, checkout.claim, arrival, (answer) => {
    const { member, earned, coupons = [] } = answer;
    const granted = earned.map(({ walletType, unit, points }) => ({ walletType, unit, points }));
    if (granted.every(isNothing) && coupons.length === 0) return undefined;
    const { program } = arrival.input.till;
    const { isAlwaysByTwo, ...worth } = movedOf(checkout, program, granted.filter(isSomething));
    return {
      subject: member ?? 'member',
      facts: {
        member,
        program: program.code,
        amount: answer.total.amount,
        unit: answer.total.unit,
        earned: granted,
      },
      ...worth,
      isAlwaysByTwo: isAlwaysByTwo === true || coupons.length > 0,
      after: standing(answer),
    };
  });

const isNothing = ({ points }: Moved): boolean => !/[1-9]/.test(points);
const isSomething = (one: Moved): boolean => !isNothing(one);

const some = (name: string, list: readonly object[]): Readonly<Record<string, unknown>> =>
  list.length > 0 ? { [name]: list } : {};

const standing = ({ wallets = [] }: Pick<ReturnAnswer, 'wallets'>): Effect['after'] => ({
  wallets: wallets.map(({ walletType, unit, available, booked }) => ({ walletType, unit, available, booked })),
});
