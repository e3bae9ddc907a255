import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that the room cards may refuse. */
export const cardsRefusals = defineRefusals({
  'cards.card.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This card is not known.', es: 'Esta tarjeta no se conoce.' },
  },
  'cards.card.exists': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: { en: 'Another card has this number.', es: 'Otra tarjeta tiene este número.' },
  },
  'cards.card.unfit_state': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This card is {state}, so that cannot be done with it.',
      es: 'Esta tarjeta está {state}; eso no se puede hacer con ella.',
    },
  },
  'cards.card.blocked': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card is {state}.', es: 'Esta tarjeta está {state}.' },
  },
  'cards.card.may_not_spend': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card may not spend.', es: 'Esta tarjeta no puede gastar.' },
  },
  'cards.card.not_of_program': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card is not for this program.', es: 'Esta tarjeta no es de este programa.' },
  },
});
