import { defineRefusals } from '../../kernel/refusal.ts';
import { stockRefusals } from './stock-refusals.ts';

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
  'cards.card.gave_way': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This card was replaced by {masked} and can do nothing any more. A block for fraud goes on to that one.',
      es: 'Esta tarjeta se sustituyó por {masked} y ya no puede hacer nada. Un bloqueo por fraude pasa a esa otra.',
    },
  },
  'cards.card.value_blocked': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'What this card leads to is blocked ({reason}): no other card takes its place before that is lifted.',
      es: 'Lo que hay tras esta tarjeta está bloqueado ({reason}): ninguna otra la sustituye hasta que se levante.',
    },
  },
  'cards.card.is_gift': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This is a gift card: do this as with a gift card, so that its value is looked after.',
      es: 'Es una tarjeta regalo: hágalo como con una tarjeta regalo, para que se cuide de su saldo.',
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
  'cards.card.may_not_view': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card does not show a balance.', es: 'Esta tarjeta no muestra el saldo.' },
  },
  'cards.card.not_of_program': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card is not for this program.', es: 'Esta tarjeta no es de este programa.' },
  },
  'cards.card.suspended': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'Cards of this series are blocked at present.',
      es: 'Las tarjetas de esta serie están bloqueadas por ahora.',
    },
  },
  'cards.stock.activated': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card was activated before.', es: 'Esta tarjeta ya se activó antes.' },
  },
  'cards.stock.for_another': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This card was made for another member.', es: 'Esta tarjeta se hizo para otro socio.' },
  },
  'cards.stock.expired': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This card was good until a day that has passed.',
      es: 'Esta tarjeta era válida hasta un día ya pasado.',
    },
  },
  'cards.stock.destroyed': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card was destroyed.', es: 'Esta tarjeta se destruyó.' },
  },
  ...stockRefusals,
  'cards.pin.wrong': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'The PIN is wrong.', es: 'El PIN no es correcto.' },
  },
  'cards.pin.locked': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'The PIN was wrong too often; the card is locked for PIN.',
      es: 'El PIN fue incorrecto demasiadas veces; la tarjeta está bloqueada para PIN.',
    },
  },
  'cards.pin.malformed': {
    status: 400,
    till: 'declined',
    retry: 'changed',
    text: { en: 'A PIN here has {length} digits.', es: 'El PIN tiene aquí {length} dígitos.' },
  },
  'cards.limit.uses': {
    status: 422,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'This card was used {limit} times today, which is its limit.',
      es: 'Esta tarjeta ya se usó {limit} veces hoy, que es su límite.',
    },
  },
  'cards.limit.spend': {
    status: 422,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'This card may spend {left} more today.',
      es: 'Esta tarjeta puede gastar hoy {left} más.',
    },
  },
  'cards.limit.malformed': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: { en: 'A limit of points is more than nothing.', es: 'Un límite de puntos es mayor que cero.' },
  },
});
