import { asText } from '../acts/field.ts';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import type { Field, Values } from '../acts/field.ts';
import { useGo } from '../acts/places.tsx';
import { BeforeAfter } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { addDecimals, isDecimal, negated, plainDecimal } from '../kit/decimal.ts';
import type { GiftBalance, GiftOperation } from './gift-types.ts';
import type { TillPlace } from './till-place.tsx';

const REASONS = ['lost', 'stolen', 'damaged', 'fraud', 'member_request', 'other'] as const;
const CHANGES = ['gift-balance', '/v1/cards', '/v1/gift-card', '/v1/operations', '/v1/approvals'];
const LOAD = 'giftcards.load';
const MOVE = 'giftcards.move';
const RELEASE = 'giftcards.release';
const plain = (value: unknown): string => plainDecimal(asText(value ?? ''));

/** What is put on a card in all: bought and given. */
const summed = (...parts: readonly unknown[]): string => parts.map(plain).filter(isDecimal).reduce(addDecimals, '0');

/** Activating a card that was sold, with its first load. */
export function useActivate(place: TillPlace | undefined, number: string): Act<GiftOperation> {
  const { t } = useTranslation();
  const go = useGo();
  return {
    title: t('giftCards.activate'),
    verb: t('giftCards.activate'),
    what: 'POST /v1/gift-cards/activate',
    isNamed: true,
    changes: CHANGES,
    fields: [
      {
        name: 'card.number',
        label: t('cards.number'),
        initial: number,
        isRequired: true,
        isMono: true,
        refused: /card|number|terms|activation/,
      },
      {
        name: 'amount',
        label: t('giftCards.firstLoad'),
        hint: t('giftCards.firstLoadHint'),
        send: plain,
        refused: /amount|load|face|quantity/,
      },
      { name: 'promotional', label: t('giftCards.promotional'), hint: t('giftCards.promotionalHint'), send: plain },
    ],
    body: (_values, fromFields) => ({ ...place, ...fromFields }),
    effect: ({ amount, promotional }) => {
      const [paid, given] = [plain(amount), plain(promotional)];
      const after = addDecimals(isDecimal(paid) ? paid : '0', isDecimal(given) ? given : '0');
      return <BeforeAfter changes={[{ label: t('giftCards.available'), before: '0', after }]} />;
    },
    byHand: ({ amount, promotional }) => ({ kind: LOAD, unit: 'money', amount: summed(amount, promotional) }),
    onDone: ({ card }) => go(`/gift-cards/desk/${card}`),
  };
}

/** What can be done with a card, each with its effect in numbers. */
export function useGiftActs(place: TillPlace | undefined, card: string, balance: GiftBalance | undefined) {
  const { t } = useTranslation();
  const session = useOwnSession();
  if (!balance || !place) return [];
  const unit = balance.currency;
  const shown = { ...place, card: { id: card } };
  const amount: Field = {
    name: 'amount',
    label: t('giftCards.amountIn', { unit }),
    isRequired: true,
    send: plain,
    refused: /amount|insufficient|load|balance|quantity|refund/,
  };
  /** The two balances after so much has come or gone. */
  const moved = (booked: string, available: string) => (
    <BeforeAfter
      changes={[
        { label: t('giftCards.booked'), before: balance.booked, after: addDecimals(balance.booked, booked), unit },
        {
          label: t('giftCards.available'),
          before: balance.available,
          after: addDecimals(balance.available, available),
          unit,
        },
      ]}
    />
  );
  const given = (values: Values, name = 'amount'): string => {
    const text = plain(values[name]);
    return isDecimal(text) ? text : '0';
  };
  const act = (path: string, more: Partial<Act<GiftOperation>>): Act<GiftOperation> => ({
    title: t(`giftCards.acts.${path}`),
    verb: t(`giftCards.acts.${path}`),
    what: `POST /v1/gift-cards/${path}`,
    isNamed: true,
    changes: CHANGES,
    body: (_values, fromFields) => ({ ...shown, ...fromFields }),
    ...more,
  });
  const reason: Field = {
    name: 'reason',
    label: t('act.reason'),
    kind: 'choice',
    isRequired: true,
    choices: REASONS.map((value) => ({ value, label: t(`cards.reasons.${value}`) })),
  };
  const to = (fields: readonly Field[]): readonly Field[] => [
    { name: 'to.number', label: t('giftCards.toNumber'), isRequired: true, isMono: true, refused: /transfer|card/ },
    ...fields,
  ];
  const moving = (name = 'amount') => ({
    byHand: (values: Values) => ({ kind: MOVE, unit, amount: given(values, name) }),
  });
  const whole = (kind: string) => ({ byHand: () => ({ kind, unit, amount: balance.booked }) });
  const load = act('load', {
    byHand: ({ amount: paid, promotional }) => ({ kind: LOAD, unit, amount: summed(paid, promotional) }),
    fields: [
      amount,
      { name: 'promotional', label: t('giftCards.promotional'), hint: t('giftCards.promotionalHint'), send: plain },
    ],
    effect: (values) => {
      const sum = addDecimals(given(values), given(values, 'promotional'));
      return moved(sum, sum);
    },
  });
  const redeem = act('redeem', {
    fields: [amount],
    effect: (values) => moved(negated(given(values)), negated(given(values))),
  });
  const refund = act('refund', {
    ...moving(),
    fields: [
      {
        name: 'originalReference',
        label: t('giftCards.originalReference'),
        hint: t('giftCards.originalHint'),
        isRequired: true,
        refused: /operation|original/,
      },
      { ...amount, isRequired: false, hint: t('giftCards.refundHint') },
    ],
    body: (_values, fromFields) => {
      const original = asText(fromFields.originalReference ?? '');
      const { originalReference: _text, ...rest } = fromFields;
      return {
        ...place,
        ...rest,
        ...(original.startsWith('op_') ? { operation: original } : { originalReference: original }),
      };
    },
    effect: (values) => moved(given(values), given(values)),
  });
  const transfer = act('transfer', {
    ...moving(),
    fields: to([amount]),
    effect: (values) => moved(negated(given(values)), negated(given(values))),
  });
  const merge = act('merge', {
    ...whole(MOVE),
    fields: to([]),
    effect: () => moved(negated(balance.booked), negated(balance.available)),
  });
  const cashOut = act('cash-out', {
    ...whole(MOVE),
    isDangerous: true,
    effect: () => (
      <>
        {moved(negated(balance.available), negated(balance.available))}
        {t('giftCards.cashOutWhy')}
      </>
    ),
  });
  const replace = act('replace', {
    ...whole(RELEASE),
    fields: [
      {
        name: 'newCard.number',
        label: t('giftCards.newNumber'),
        isRequired: true,
        isMono: true,
        refused: /card|number/,
      },
      reason,
    ],
    effect: () => t('giftCards.replaceWhy'),
  });
  const block = act('block', {
    isDangerous: true,
    fields: [reason],
    effect: () => (
      <BeforeAfter changes={[{ label: t('giftCards.canPay'), before: balance.available, after: negated('0'), unit }]} />
    ),
  });
  const unblock = act('unblock', { ...whole(RELEASE), fields: [reason], effect: () => t('giftCards.unblockWhy') });
  const unlock = act('unlock', { ...whole(RELEASE), fields: [reason], effect: () => t('giftCards.unlockWhy') });
  const close = act('close', { isDangerous: true, fields: [reason], effect: () => t('giftCards.closeWhy') });
  const allowed = (permission: string, acts: readonly Act<GiftOperation>[]) => (may(session, permission) ? acts : []);
  return [
    ...allowed('sales:write', [redeem]),
    ...allowed('giftcards:load', [load]),
    ...allowed('sales:write', [refund, transfer, merge, cashOut]),
    ...allowed('cards:write', [replace, block, unblock, unlock, close]),
  ];
}
