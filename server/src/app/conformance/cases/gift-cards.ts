import { at, type ConformanceCase, type PlayCard, type Stage } from '../stage.ts';
import type { Answer } from '../till.ts';

const LOAD = '50.00';

const act = (stage: Stage, verb: string, message: object): Promise<Answer> =>
  stage.till.ask(`/v1/gift-cards/${verb}`, message);

/** The card as a till shows it; without its PIN, where `pin` is empty. */
export const shown = ({ giftCard }: Stage, pin = giftCard?.pin ?? ''): object => ({
  number: giftCard?.number ?? '',
  ...(pin === '' ? {} : { pin }),
});

/** What stands on the card: equal before and after means that nothing was booked between. */
export async function balanceOf(stage: Stage): Promise<{ available: bigint; booked: bigint; held: bigint }> {
  const answer = await act(stage, 'balance', { card: shown(stage) });
  stage.check('the balance is told', answer.status === 200, answer.status);
  return { available: cents(answer, 'available'), booked: cents(answer, 'booked'), held: cents(answer, 'held') };
}

/** Cents of an amount in `balance`; less than nothing where there is none, which no check takes for an amount. */
export const cents = (answer: Answer, what: string): bigint => centsOf(at(answer, 'balance', what));
const centsOf = (text: string): bigint => (/^\d+\.\d\d$/.test(text) ? BigInt(text.replace('.', '')) : -1n);
/** Cents as an amount is written. */
export const amountOf = (count: bigint): string =>
  count < 0n ? `-${amountOf(-count)}` : `${count / 100n}.${String(count % 100n).padStart(2, '0')}`;

/** Notes that a number of cents is the one that had to be. */
export const same = (stage: Stage, what: string, is: bigint, shouldBe: bigint): void =>
  stage.check(`${what}: ${amountOf(shouldBe)}`, is === shouldBe, amountOf(is));

const load: ConformanceCase = {
  code: 'gift-load',
  title: 'a gift card is sold, or loaded where it was sold before',
  needs: 'giftCard',
  play: async (stage) => {
    const { card, isInert } = await findCard(stage);
    stage.check('one of the cards can be sold or loaded', card !== undefined);
    if (!card) return;
    stage.giftCard = card;
    const before = isInert ? 0n : (await balanceOf(stage)).available;
    const verb = isInert ? 'activate' : 'load';
    // A card that is sold has not been shown yet: nobody has scratched its PIN free.
    const message = {
      reference: stage.reference(verb),
      card: isInert ? { number: card.number } : shown(stage),
      amount: LOAD,
    };
    const answer = await act(stage, verb, message);
    const first = stage.booked(verb, answer, 'now');
    same(stage, 'available', cents(answer, 'available'), before + centsOf(LOAD));
    const again = stage.booked(`${verb} again`, await act(stage, verb, message), 'then');
    stage.check('the repeat is the same operation', again === first, again);
    same(stage, 'still available', (await balanceOf(stage)).available, before + centsOf(LOAD));
  },
};

/** The first card that is inert or in use; what was closed or blocked since is passed over. */
async function findCard(stage: Stage): Promise<{ card: PlayCard | undefined; isInert: boolean }> {
  for (const card of stage.props.giftCards) {
    const answer = await act(stage, 'balance', { card });
    const isInert = at(answer, 'code') === 'giftcards.card.inert';
    if (isInert || (answer.status === 200 && at(answer, 'balance', 'state') === 'active')) return { card, isInert };
  }
  return { card: undefined, isInert: false };
}

const redeem: ConformanceCase = {
  code: 'gift-redeem',
  title: 'a gift card pays, once for each reference',
  needs: 'giftCard',
  play: async (stage) => {
    const before = await balanceOf(stage);
    const message = { reference: stage.reference('redeem'), card: shown(stage), amount: '5.00' };
    const answer = await act(stage, 'redeem', message);
    const first = stage.booked('the payment', answer, 'now');
    same(stage, 'left', cents(answer, 'available'), before.available - 500n);
    const again = stage.booked('its repeat', await act(stage, 'redeem', message), 'then');
    stage.check('the repeat is the same operation', again === first, again);
    same(stage, 'left after the repeat', (await balanceOf(stage)).available, before.available - 500n);
    const other = await act(stage, 'redeem', { ...message, amount: '6.00' });
    stage.refused('another amount', other, 'operation.reference_reused');
  },
};

const lost: ConformanceCase = {
  code: 'gift-unknown-outcome',
  title: 'a line that breaks while a gift card pays: the same again takes once',
  needs: 'giftCard',
  play: async (stage) => {
    for (const when of ['sent', 'answering'] as const) {
      const before = await balanceOf(stage);
      const message = { reference: stage.reference(when), card: shown(stage), amount: '1.00' };
      await stage.till.cut('/v1/gift-cards/redeem', message, when);
      const answer = await act(stage, 'redeem', message);
      const isFirst = when === 'sent' && answer.status === 201;
      stage.booked(`cut (${when}), then again`, answer, isFirst ? 'now' : 'then');
      same(stage, `cut (${when}), left`, (await balanceOf(stage)).available, before.available - 100n);
    }
  },
};

const wrongPin: ConformanceCase = {
  code: 'gift-wrong-pin',
  title: 'a wrong PIN pays nothing, the right one afterwards does',
  needs: 'pin',
  play: async (stage) => {
    const before = await balanceOf(stage);
    const reference = stage.reference('pin');
    // The last digit another one: as long as the right one, and surely wrong.
    const wrong = (stage.giftCard?.pin ?? '').replace(/.$/, (last) => (last === '1' ? '2' : '1'));
    const guess = await act(stage, 'redeem', { reference, card: shown(stage, wrong), amount: '1.00' });
    stage.refused('a wrong PIN', guess, 'giftcards.pin.wrong');
    // By the same reference: a refusal claims nothing.
    const answer = await act(stage, 'redeem', { reference, card: shown(stage), amount: '1.00' });
    stage.booked('the right one', answer, 'now');
    same(stage, 'left', cents(answer, 'available'), before.available - 100n);
  },
};

/** Value onto a card and off it. */
export const giftCardCases: readonly ConformanceCase[] = [load, redeem, lost, wrongPin];
