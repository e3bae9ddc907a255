import { defineRefusals } from '../../kernel/refusal.ts';

const declined = { status: 422, till: 'declined', retry: 'changed' } as const;
const final = { status: 422, till: 'declined', retry: 'never' } as const;
const unknown = { status: 404, till: 'declined', retry: 'never' } as const;
const setting = { status: 409, till: 'error', retry: 'changed' } as const;

/** Everything that the room giftcards may refuse. */
export const giftcardsRefusals = defineRefusals({
  'giftcards.card.unknown': {
    ...unknown,
    text: { en: 'There is no such gift card.', es: 'No existe esa tarjeta regalo.' },
  },
  'giftcards.card.inert': {
    ...declined,
    text: { en: 'This gift card was not sold yet.', es: 'Esta tarjeta regalo aún no se ha vendido.' },
  },
  'giftcards.card.not_active': {
    ...final,
    text: { en: 'This gift card is not activated.', es: 'Esta tarjeta regalo no está activada.' },
  },
  'giftcards.card.closed': {
    ...final,
    text: { en: 'This gift card is closed.', es: 'Esta tarjeta regalo está cerrada.' },
  },
  'giftcards.card.replaced': {
    ...final,
    text: {
      en: 'This gift card was replaced by another one.',
      es: 'Esta tarjeta regalo se sustituyó por otra.',
    },
  },
  'giftcards.card.merged': {
    ...final,
    status: 409,
    text: {
      en: 'What was on this gift card is on {masked} by a merge: block that one if it is meant.',
      es: 'Lo que había en esta tarjeta regalo está en {masked} por una fusión: bloquee esa si es la que quiere.',
    },
  },
  'giftcards.card.not_of_program': {
    ...final,
    text: { en: 'This gift card is not taken here.', es: 'Aquí no se acepta esta tarjeta regalo.' },
  },
  'giftcards.card.kept_elsewhere': {
    ...final,
    text: {
      en: 'Another company keeps the money of this card: it is paid with over its processor.',
      es: 'El saldo de esta tarjeta lo guarda otra empresa: se paga a través de su procesador.',
    },
  },
  'giftcards.card.code_needed': {
    ...declined,
    text: {
      en: 'This card is on a phone: ask for the code that the phone shows.',
      es: 'Esta tarjeta está en un teléfono: pida el código que muestra el teléfono.',
    },
  },
  'giftcards.card.insufficient': {
    ...declined,
    text: {
      en: 'There is {available} on the gift card, {asked} was asked.',
      es: 'En la tarjeta regalo hay {available}, se pidió {asked}.',
    },
  },
  'giftcards.card.balance_too_large': {
    ...declined,
    text: { en: 'A gift card holds no more than {max}.', es: 'Una tarjeta regalo no admite más de {max}.' },
  },
  'giftcards.card.not_empty': {
    ...final,
    text: { en: 'There is value on this gift card.', es: 'Esta tarjeta regalo tiene saldo.' },
  },
  'giftcards.card.value_held': {
    ...declined,
    text: {
      en: 'A part of this gift card is held or awaits confirmation.',
      es: 'Una parte de esta tarjeta regalo está retenida o pendiente de confirmación.',
    },
  },
  'giftcards.amount.zero': {
    ...declined,
    status: 400,
    till: 'error',
    text: { en: 'Nothing is no amount.', es: 'Nada no es un importe.' },
  },
  'giftcards.pin.missing': {
    ...declined,
    text: { en: 'This gift card needs its PIN.', es: 'Esta tarjeta regalo necesita su PIN.' },
  },
  'giftcards.pin.wrong': {
    ...declined,
    text: { en: 'The PIN is wrong, {left} more tries.', es: 'El PIN es incorrecto, quedan {left} intentos.' },
  },
  'giftcards.pin.locked': {
    ...final,
    text: {
      en: 'Too many wrong PINs: this gift card is locked.',
      es: 'Demasiados PIN incorrectos: la tarjeta regalo está bloqueada.',
    },
  },
  'giftcards.pin.none': {
    ...final,
    text: { en: 'This gift card has no PIN.', es: 'Esta tarjeta regalo no tiene PIN.' },
  },
  'giftcards.pin.not_locked': {
    ...final,
    text: { en: 'No wrong PIN was given for this card.', es: 'No se dio ningún PIN incorrecto para esta tarjeta.' },
  },
  'giftcards.activation.twice': {
    ...final,
    status: 409,
    text: { en: 'This gift card was activated before.', es: 'Esta tarjeta regalo ya se activó.' },
  },
  'giftcards.activation.face_differs': {
    ...declined,
    text: { en: 'The card is worth another amount.', es: 'La tarjeta tiene otro importe.' },
  },
  'giftcards.load.not_allowed': {
    ...final,
    text: { en: 'This gift card is not reloaded.', es: 'Esta tarjeta regalo no se recarga.' },
  },
  'giftcards.load.other_currency': {
    ...final,
    text: { en: 'The gift card is in {currency}.', es: 'La tarjeta regalo es en {currency}.' },
  },
  'giftcards.load.too_small': {
    ...declined,
    text: { en: 'No less than {min} is loaded at once.', es: 'No se carga menos de {min} de una vez.' },
  },
  'giftcards.load.too_large': {
    ...declined,
    text: { en: 'No more than {max} is loaded at once.', es: 'No se carga más de {max} de una vez.' },
  },
  'giftcards.load.not_awaiting': {
    ...final,
    text: { en: 'This load does not await confirmation.', es: 'Esta carga no espera confirmación.' },
  },
  'giftcards.load.ended': {
    ...final,
    text: { en: 'This load is {state} already.', es: 'Esta carga ya está {state}.' },
  },
  'giftcards.hold.closed': {
    ...final,
    text: { en: 'The hold is {state}.', es: 'La retención está {state}.' },
  },
  'giftcards.hold.exceeded': {
    ...declined,
    text: {
      en: 'The hold is for {held}; {asked} cannot be captured.',
      es: 'La retención es de {held}; no se puede capturar {asked}.',
    },
  },
  'giftcards.hold.too_long': {
    ...declined,
    status: 400,
    till: 'error',
    text: { en: 'Value is held for 1 to {seconds} seconds.', es: 'El saldo se retiene de 1 a {seconds} segundos.' },
  },
  'giftcards.operation.unknown': {
    ...unknown,
    text: { en: 'There is no such operation of a gift card.', es: 'No existe esa operación de tarjeta regalo.' },
  },
  'giftcards.operation.elsewhere': {
    ...final,
    text: {
      en: 'This was done by a receipt or a return: it is undone there, where that is possible.',
      es: 'Esto lo hizo un recibo o una devolución: se anula allí, si es posible.',
    },
  },
  'giftcards.operation.voided': {
    ...final,
    text: { en: 'This operation was voided before it came.', es: 'Esta operación se anuló antes de llegar.' },
  },
  'giftcards.operation.undone': {
    ...final,
    text: {
      en: 'Nothing is left of it to undo: it was refunded, reversed or voided.',
      es: 'No queda nada que deshacer: ya se devolvió, revirtió o anuló.',
    },
  },
  'giftcards.refund.too_large': {
    ...declined,
    text: {
      en: '{asked} cannot be refunded, only {left} are left.',
      es: 'No se pueden devolver {asked}, solo quedan {left}.',
    },
  },
  'giftcards.void.too_late': {
    ...final,
    text: { en: 'It is too late to void this.', es: 'Es demasiado tarde para anularlo.' },
  },
  'giftcards.void.of_such': {
    ...final,
    text: { en: 'Such an operation is not voided.', es: 'Una operación así no se anula.' },
  },
  'giftcards.void.of_replacement': {
    ...final,
    text: {
      en: 'The old card is over for good. Put another card in the place of the new one.',
      es: 'La tarjeta anterior ya no vale. Sustituya la nueva por otra.',
    },
  },
  'giftcards.void.spent': {
    ...final,
    text: {
      en: 'A part of this load was spent, moved or is held.',
      es: 'Una parte de esta carga se gastó, se movió o está retenida.',
    },
  },
  'giftcards.void.value_left': {
    ...final,
    text: {
      en: 'There is other value on this card: void that first.',
      es: 'Esta tarjeta tiene otro saldo: anúlelo antes.',
    },
  },
  'giftcards.cash_out.not_here': {
    ...final,
    text: { en: 'Gift cards are not paid out here.', es: 'Aquí no se pagan en dinero las tarjetas regalo.' },
  },
  'giftcards.cash_out.too_much': {
    ...final,
    text: {
      en: 'There is {balance} on the card; only less than {below} is paid out.',
      es: 'En la tarjeta hay {balance}; solo se paga menos de {below}.',
    },
  },
  'giftcards.cash_out.too_much_left': {
    ...final,
    text: {
      en: 'There is {balance} of {loaded} on the card; less than {below} is paid out, or {percent} % of what was put on it.',
      es: 'En la tarjeta quedan {balance} de {loaded}; se paga menos de {below}, o el {percent} % de lo que se cargó.',
    },
  },
  'giftcards.cash_out.nothing': {
    ...final,
    text: { en: 'There is nothing on the card to pay out.', es: 'No hay saldo que pagar.' },
  },
  'giftcards.transfer.same_card': {
    ...declined,
    text: { en: 'Giving and taking card are the same.', es: 'La tarjeta que da y la que recibe son la misma.' },
  },
  'giftcards.transfer.not_allowed': {
    ...final,
    text: { en: 'Value of these gift cards is not moved.', es: 'El saldo de estas tarjetas no se traspasa.' },
  },
  'giftcards.transfer.other_currency': {
    ...final,
    text: { en: 'The cards have different currencies.', es: 'Las tarjetas tienen divisas distintas.' },
  },
  'giftcards.rate.unknown': {
    ...final,
    text: { en: 'There is no rate from {from} to {to}.', es: 'No hay cambio de {from} a {to}.' },
  },
  'giftcards.terms.unknown': {
    ...declined,
    text: { en: 'There are no terms {terms}.', es: 'No existen las condiciones {terms}.' },
  },
  'giftcards.terms.not_named': {
    ...declined,
    text: { en: 'Name the terms, one of: {terms}.', es: 'Indique las condiciones, una de: {terms}.' },
  },
  'giftcards.terms.none_for_range': {
    ...final,
    text: {
      en: 'There are no terms for cards of {range}.',
      es: 'No hay condiciones para tarjetas de {range}.',
    },
  },
  'giftcards.terms.range_unfit': {
    ...setting,
    status: 422,
    text: {
      en: 'Cards of {range} are not sold on these terms: they are {is}.',
      es: 'Las tarjetas de {range} no se venden con estas condiciones: son {is}.',
    },
  },
  'giftcards.terms.ended': {
    ...final,
    text: { en: 'Value on these terms has ended.', es: 'El saldo de estas condiciones ha terminado.' },
  },
  'giftcards.terms.unlawful': {
    ...setting,
    status: 422,
    text: { en: 'The {what} is not what {law} allows.', es: 'No es conforme a {law}: {what}.' },
  },
  'giftcards.terms.other_currency': {
    ...setting,
    text: { en: 'These terms are in {currency}.', es: 'Estas condiciones son en {currency}.' },
  },
  'giftcards.terms.in_the_past': {
    ...setting,
    text: { en: 'What was in force stays as it was.', es: 'Lo que estuvo vigente no cambia.' },
  },
  'giftcards.terms.date_taken': {
    ...setting,
    text: { en: 'Something is in force from this moment already.', es: 'Ya hay algo vigente desde ese momento.' },
  },
});
