import { at, type ConformanceCase, type Stage } from '../stage.ts';
import { amountOf, balanceOf, cents, same, shown } from './gift-cards.ts';

const hold = (stage: Stage, name: string, amount: string) =>
  stage.till.ask('/v1/gift-cards/hold', {
    reference: stage.reference(name),
    card: shown(stage),
    amount,
    seconds: 900,
  });

const capture: ConformanceCase = {
  code: 'gift-hold-capture',
  title: 'value is reserved, and taken in part; the rest is free at once',
  needs: 'giftCard',
  play: async (stage) => {
    const before = await balanceOf(stage);
    const held = await hold(stage, 'hold', '10.00');
    stage.booked('the hold', held, 'now');
    same(stage, 'available beside the hold', cents(held, 'available'), before.available - 1_000n);
    same(stage, 'held', cents(held, 'held'), before.held + 1_000n);
    const original = { originalReference: stage.reference('hold') };
    const message = { reference: stage.reference('capture'), ...original, amount: '7.00' };
    const taken = await stage.till.ask('/v1/gift-cards/capture', message);
    stage.booked('the capture', taken, 'now');
    stage.booked('its repeat', await stage.till.ask('/v1/gift-cards/capture', message), 'then');
    const after = await balanceOf(stage);
    same(stage, 'left', after.available, before.available - 700n);
    same(stage, 'held no more', after.held, before.held);
    const second = { reference: stage.reference('capture-2'), ...original, amount: '1.00' };
    const refusal = await stage.till.ask('/v1/gift-cards/capture', second);
    stage.refused('a second capture', refusal, 'giftcards.hold.closed');
  },
};

const release: ConformanceCase = {
  code: 'gift-hold-release',
  title: 'a hold is given back whole',
  needs: 'giftCard',
  play: async (stage) => {
    const before = await balanceOf(stage);
    stage.booked('the hold', await hold(stage, 'hold', '4.00'), 'now');
    const message = { reference: stage.reference('release'), originalReference: stage.reference('hold') };
    stage.booked('the release', await stage.till.ask('/v1/gift-cards/release', message), 'now');
    const after = await balanceOf(stage);
    same(stage, 'available as before', after.available, before.available);
    same(stage, 'booked as before', after.booked, before.booked);
  },
};

const voids: ConformanceCase = {
  code: 'gift-void',
  title: 'a payment is undone by its reference, after it and before it',
  needs: 'giftCard',
  play: async (stage) => {
    const before = await balanceOf(stage);
    const pay = (name: string) =>
      stage.till.ask('/v1/gift-cards/redeem', { reference: stage.reference(name), card: shown(stage), amount: '2.00' });
    const undo = (name: string) =>
      stage.till.ask('/v1/gift-cards/void', {
        reference: stage.reference(`${name}-void`),
        of: 'redemption',
        originalReference: stage.reference(name),
      });
    stage.booked('the payment', await pay('paid'), 'now');
    const after = await undo('paid');
    stage.booked('its void', after, 'now');
    stage.check('it undid a payment', at(after, 'state') === 'voided', at(after, 'state'));
    const first = await undo('never');
    stage.booked('a void that comes first', first, 'now');
    stage.check('it says that none had come', at(first, 'state') === 'closed', at(first, 'state'));
    stage.refused('the payment that comes now', await pay('never'), 'operation.voided_before');
    same(stage, 'available as before', (await balanceOf(stage)).available, before.available);
  },
};

const partial: ConformanceCase = {
  code: 'gift-partial',
  title: 'more than is there: no, or what is there, as the till asks',
  needs: 'giftCard',
  play: async (stage) => {
    const before = await balanceOf(stage);
    const message = { card: shown(stage), amount: amountOf(before.available + 100n) };
    const whole = { ...message, reference: stage.reference('decline'), short: 'decline' };
    const refusal = await stage.till.ask('/v1/gift-cards/redeem', whole);
    stage.refused('all or nothing', refusal, 'giftcards.card.insufficient');
    same(stage, 'nothing was taken', (await balanceOf(stage)).available, before.available);
    const part = { ...message, reference: stage.reference('partial'), short: 'partial' };
    const answer = await stage.till.ask('/v1/gift-cards/redeem', part);
    stage.booked('what is there', answer, 'now');
    const amount = amountOf(before.available);
    stage.check(`"amount" is ${amount}`, at(answer, 'amount') === amount, at(answer, 'amount'));
    stage.check(`"asked" is ${message.amount}`, at(answer, 'asked') === message.amount, at(answer, 'asked'));
    same(stage, 'nothing is left', cents(answer, 'available'), 0n);
  },
};

const dynamicCode: ConformanceCase = {
  code: 'dynamic-code',
  title: 'a code that a phone shows is good for one use and one payment',
  needs: 'code',
  play: async (stage) => {
    const code = stage.props.code ?? '';
    const message = { reference: stage.reference('code'), code };
    const answer = await stage.till.ask('/v1/gift-card-codes', message);
    stage.check('the code leads to a card', answer.status === 200 && at(answer, 'card') !== '', answer.status);
    const again = await stage.till.ask('/v1/gift-card-codes', message);
    stage.check('the same again is answered the same', at(again, 'card') === at(answer, 'card'), again.status);
    const replay = await stage.till.ask('/v1/gift-card-codes', { ...message, reference: stage.reference('replay') });
    stage.refused('a second use', replay, 'delivery.code.unusable');
    const pay = (name: string) =>
      stage.till.ask('/v1/gift-cards/redeem', {
        ...{ reference: stage.reference(name), card: { id: at(answer, 'card') }, amount: '1.00' },
      });
    stage.booked('a payment by it', await pay('paid'), 'now');
    stage.booked('its repeat', await pay('paid'), 'then');
    stage.refused('a second payment', await pay('second'), 'giftcards.card.code_needed');
  },
};

/** A code of a minute, which does not wait. */
export const codeCases: readonly ConformanceCase[] = [dynamicCode];

/** Holds, voids, and a card that has too little; the last empties the card. */
export const giftHoldCases: readonly ConformanceCase[] = [capture, release, voids, partial];
