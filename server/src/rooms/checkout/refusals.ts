import { defineRefusals } from '../../kernel/refusal.ts';

const declined = { status: 422, till: 'declined', retry: 'changed' } as const;
const final = { status: 422, till: 'declined', retry: 'never' } as const;
const again = { status: 503, till: 'retry', retry: 'same' } as const;

/** Everything that the room checkout may refuse. */
export const checkoutRefusals = defineRefusals({
  'checkout.line.amount_invalid': {
    ...declined,
    status: 400,
    till: 'error',
    text: {
      en: 'Line {line}: {field} {given} is more than the amount {amount}.',
      es: 'Línea {line}: {field} {given} es más que el importe {amount}.',
    },
  },
  'checkout.line.nothing_sold': {
    ...declined,
    status: 400,
    till: 'error',
    text: {
      en: 'Line {line} has the quantity 0 and costs {amount}: send the quantity that was sold, or 1.',
      es: 'La línea {line} tiene la cantidad 0 y cuesta {amount}: envíe la cantidad vendida, o 1.',
    },
  },
  'checkout.line.repeated': {
    ...declined,
    status: 400,
    till: 'error',
    text: {
      en: 'Line number {line} stands twice on the receipt.',
      es: 'El número de línea {line} está dos veces en el recibo.',
    },
  },
  'checkout.receipt.currency_unknown': {
    ...declined,
    status: 400,
    till: 'error',
    text: {
      en: 'The program counts in {expected}, the receipt in {currency}.',
      es: 'El programa cuenta en {expected}, el recibo en {currency}.',
    },
  },
  'checkout.receipt.too_large': {
    ...declined,
    status: 400,
    till: 'error',
    text: {
      en: 'The receipt sums to more than can be booked.',
      es: 'El recibo suma más de lo que se puede registrar.',
    },
  },
  'checkout.tenders.do_not_cover': {
    ...declined,
    text: {
      en: 'The tenders sum to {tendered}, {due} is due.',
      es: 'Los medios de pago suman {tendered}, se deben {due}.',
    },
  },
  'checkout.tenders.points_cannot_pay': {
    ...declined,
    text: {
      en: 'Points can pay {payable} of {asked} here: {reason}.',
      es: 'Los puntos pueden pagar {payable} de {asked} aquí: {reason}.',
    },
  },
  'checkout.tender.outside_needs_amount': {
    ...declined,
    text: {
      en: 'This card is kept by another company: say the amount that it is to pay.',
      es: 'Esta tarjeta la lleva otra empresa: indique el importe que debe pagar.',
    },
  },
  'checkout.tender.outside_unknown': {
    ...again,
    text: {
      en: 'The card’s processor has not said whether it has paid. That is not a no: send the same sale again.',
      es: 'El procesador de la tarjeta no ha dicho si ha pagado. Eso no es un no: envíe la misma venta de nuevo.',
    },
  },
  'checkout.tender.outside_given_up': {
    ...again,
    text: {
      en: 'What the card had paid is being undone, since the sale took too long. Send the same sale again.',
      es: 'Se está deshaciendo lo que la tarjeta había pagado: la venta tardó demasiado. Envíe la misma venta de nuevo.',
    },
  },
  'checkout.tender.outside_not_paid': {
    ...final,
    text: {
      en: 'The processor of the card has not paid this: {reason}.',
      es: 'El procesador de la tarjeta no ha pagado esto: {reason}.',
    },
  },
  'checkout.identity.needed': {
    ...declined,
    text: { en: 'Paying with points needs a member.', es: 'Pagar con puntos requiere un socio.' },
  },
  'checkout.discount.differs': {
    ...declined,
    text: {
      en: 'Line {line} has {applied} off by promotions; the quote promised {promised}.',
      es: 'La línea {line} lleva {applied} de descuento de promociones; la cotización prometía {promised}.',
    },
  },
  'checkout.discount.not_granted': {
    ...declined,
    text: {
      en: 'Line {line} has {applied} off by promotions; they give {granted}. Please quote again.',
      es: 'La línea {line} lleva {applied} de descuento de promociones; corresponden {granted}. Cotice de nuevo.',
    },
  },
  'checkout.funding.exhausted': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'Nothing is left to pay the points of {promotion}: the contract {contract} is used up.',
      es: 'No queda nada para pagar los puntos de {promotion}: el contrato {contract} está agotado.',
    },
  },
  'checkout.gift.not_granted': {
    ...declined,
    text: {
      en: 'Line {line}: the promotion {promotion} does not give {sku} away here, or not so much of it.',
      es: 'Línea {line}: la promoción {promotion} no regala {sku} aquí, o no tanto.',
    },
  },
  'checkout.quote.stale': {
    ...declined,
    text: {
      en: 'This sale would take more from the member or give the buyer less than the quote said: quote again.',
      es: 'Esta venta quitaría más al socio o daría menos al comprador de lo cotizado: vuelva a cotizar.',
    },
  },
  'checkout.quote.malformed': {
    ...declined,
    text: {
      en: 'This is no quote of ours, or it was for another receipt.',
      es: 'Esta cotización no es nuestra o era de otro recibo.',
    },
  },
  'checkout.operation.unknown': {
    ...declined,
    status: 404,
    till: 'error',
    text: { en: 'There is no such operation.', es: 'No existe esa operación.' },
  },
  'checkout.operation.not_explained': {
    ...final,
    till: 'error',
    text: {
      en: 'There is no such explanation of this: {kind}.',
      es: 'De esto no hay tal explicación: {kind}.',
    },
  },
  'checkout.return.card_not_taken': {
    ...declined,
    text: {
      en: 'Money that is paid back does not go onto gift cards here.',
      es: 'Aquí el dinero que se devuelve no va a tarjetas regalo.',
    },
  },
  'checkout.return.card_needed': {
    ...declined,
    text: {
      en: 'Money is paid back onto a gift card only: name one.',
      es: 'El dinero solo se devuelve en una tarjeta regalo: indique una.',
    },
  },
  'checkout.return.card_needs_sale': {
    ...declined,
    text: {
      en: 'The sale is not here yet, so nobody knows how much to put on the gift card.',
      es: 'La venta aún no ha llegado: no se sabe cuánto poner en la tarjeta regalo.',
    },
  },
  'checkout.sale.unknown': {
    ...declined,
    status: 404,
    text: { en: 'The sale is not known.', es: 'La venta no se conoce.' },
  },
  'checkout.sale.voided': {
    ...final,
    text: { en: 'The sale was voided.', es: 'La venta fue anulada.' },
  },
  'checkout.return.nothing': {
    ...declined,
    status: 400,
    text: { en: 'Nothing is returned.', es: 'No se devuelve nada.' },
  },
  'checkout.return.line_unknown': {
    ...declined,
    text: { en: 'The sale has no line {line}.', es: 'La venta no tiene la línea {line}.' },
  },
  'checkout.return.too_much': {
    ...final,
    text: {
      en: 'Line {line}: {asked} cannot come back, only {left} of {sold} are left.',
      es: 'Línea {line}: no pueden devolverse {asked}, solo quedan {left} de {sold}.',
    },
  },
  'checkout.return.sale_never_came': {
    ...final,
    text: {
      en: 'The sale of this return has not come within {days} days.',
      es: 'La venta de esta devolución no ha llegado en {days} días.',
    },
  },
  'checkout.notice.too_old': {
    ...final,
    till: 'error',
    text: {
      en: 'This notice is of {occurredAt}, more than {days} days before it came.',
      es: 'Este aviso es de {occurredAt}, más de {days} días antes de llegar.',
    },
  },
  'checkout.void.of_reversal': {
    ...final,
    text: { en: 'A reversal is not reversed.', es: 'Una anulación no se anula.' },
  },
  'checkout.void.of_return': {
    ...final,
    text: {
      en: 'A return is not undone. Sell the goods again; a gift card that took the money can pay for them.',
      es: 'Una devolución no se anula. Venda de nuevo los artículos; la tarjeta regalo que recibió el importe puede pagarlos.',
    },
  },
  'checkout.void.already': {
    ...final,
    text: { en: 'It was voided already.', es: 'Ya fue anulada.' },
  },
  'checkout.void.goods_returned': {
    ...final,
    text: {
      en: 'Goods of this sale came back already: return the rest instead.',
      es: 'Ya se devolvieron artículos de esta venta: devuelva el resto.',
    },
  },
  'checkout.claim.identified': {
    ...final,
    text: { en: 'This receipt has its member already.', es: 'Este recibo ya tiene su socio.' },
  },
  'checkout.claim.twice': {
    ...final,
    text: { en: 'This receipt was claimed already.', es: 'Este recibo ya fue reclamado.' },
  },
  'checkout.rescore.nobody_earns': {
    ...final,
    text: {
      en: 'Nobody earns on this receipt: claim it for its member first, where it has none.',
      es: 'Nadie acumula con este recibo: reclámelo antes para su socio, si no tiene.',
    },
  },
  'checkout.rescore.nothing_changes': {
    ...final,
    text: {
      en: 'By version {version} of the rulebook this receipt gives what it has given.',
      es: 'Según la versión {version} del reglamento este recibo da lo que ya ha dado.',
    },
  },
  'checkout.claim.too_late': {
    ...final,
    text: { en: 'Receipts can be claimed within {days} days.', es: 'Los recibos se pueden reclamar en {days} días.' },
  },
});
