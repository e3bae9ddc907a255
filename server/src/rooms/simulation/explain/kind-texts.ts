import type { Texts } from './words.ts';

/** What an operation of a kind is: a name for staff, and a sentence for whoever it was done to, where a name is not enough. */
export type KindText = { readonly name: Texts; readonly you?: Texts };

const kind = (en: string, es: string, youEn?: string, youEs?: string): KindText => ({
  name: { en, es },
  ...(youEn !== undefined && youEs !== undefined && { you: { en: youEn, es: youEs } }),
});

/** Every kind of operation that the journal has. A test holds this list against the events and screens that name kinds. */
export const KIND_TEXTS: Readonly<Record<string, KindText>> = {
  'checkout.sale': kind('A sale', 'Una venta'),
  'checkout.claim': kind('A receipt claimed by its buyer', 'Un recibo reclamado por su comprador'),
  'checkout.return': kind('A return', 'Una devolución', 'Goods came back.', 'Se devolvieron artículos.'),
  'checkout.void': kind('A sale voided', 'Una venta anulada', 'The purchase was voided.', 'La compra se anuló.'),
  'checkout.rescore': kind(
    ...(['Points of a receipt decided again', 'Puntos de un recibo decididos de nuevo'] as const),
    ...([
      'The points of your purchase were decided again.',
      'Los puntos de su compra se decidieron de nuevo.',
    ] as const),
  ),
  'checkout.quote': kind(
    ...(['A quote that holds what it promised', 'Una cotización que retiene lo que prometió'] as const),
    ...([
      'Points are kept for a purchase that is not done yet.',
      'Se reservan puntos para una compra que no ha terminado.',
    ] as const),
  ),
  'checkout.return_parked': kind(
    ...(['A return that waits for its sale', 'Una devolución que espera su venta'] as const),
    ...(['Your return waits until its purchase has arrived.', 'Su devolución espera a que llegue su compra.'] as const),
  ),
  'checkout.void_before': kind(
    'A void that came before its sale: nothing is booked',
    'Una anulación que llegó antes de su venta: no se contabiliza nada',
  ),
  'checkout.leg': kind('A part of a sale, with another owner', 'Una parte de una venta, en otra cuenta'),
  'occasions.occasion': kind('Something that brings points without a purchase', 'Algo que da puntos sin una compra'),
  'occasions.reversal': kind(
    ...(['What an occasion had brought, taken back', 'Lo que dio una ocasión, retirado'] as const),
    ...(['What you had got was taken back.', 'Se retiró lo que había recibido.'] as const),
  ),
  'points.adjustment': kind(
    'An adjustment by hand',
    'Un ajuste manual',
    'We corrected your points.',
    'Hemos corregido sus puntos.',
  ),
  'points.redemption': kind('Points spent', 'Puntos gastados', 'You spent points.', 'Gastó puntos.'),
  'points.reversal': kind(
    ...(['Spent points given back', 'Puntos gastados, devueltos'] as const),
    ...(['Points that you had spent are yours again.', 'Los puntos que gastó vuelven a ser suyos.'] as const),
  ),
  'points.hold': kind('Points held', 'Puntos retenidos', 'Points are kept aside for you.', 'Se le reservan puntos.'),
  'points.capture': kind(
    'Held points spent',
    'Puntos retenidos, gastados',
    'Points that were kept aside are spent.',
    'Los puntos reservados se gastaron.',
  ),
  'points.release': kind(
    'Held points let go',
    'Puntos retenidos, liberados',
    'Points that were kept aside are free again.',
    'Los puntos reservados vuelven a estar libres.',
  ),
  'points.quote_release': kind('A quote let go', 'Una cotización liberada'),
  'points.lapse': kind(
    'A hold lapsed',
    'Una retención venció',
    'Points that were kept aside are free again.',
    'Los puntos reservados vuelven a estar libres.',
  ),
  'points.activation': kind(
    ...(['Pending points became available', 'Puntos pendientes, disponibles'] as const),
    ...([
      'Points that were on their way are there now.',
      'Los puntos que estaban en camino ya están disponibles.',
    ] as const),
  ),
  'points.expiry': kind(
    'Points expired by their date',
    'Puntos caducados por su fecha',
    'Points of yours expired.',
    'Caducaron puntos suyos.',
  ),
  'points.settle': kind(
    'What time has done to a wallet',
    'Lo que el tiempo hizo en un monedero',
    'Points came to their date.',
    'A sus puntos les llegó su fecha.',
  ),
  'points.forfeiture': kind(
    'Points ended with their owner',
    'Puntos perdidos con su titular',
    'Your points ended.',
    'Sus puntos terminaron.',
  ),
  'points.transfer': kind(
    'Points transferred',
    'Puntos traspasados',
    'Points went to another member.',
    'Los puntos pasaron a otro socio.',
  ),
  'points.freeze': kind(
    'A grant frozen',
    'Una partida congelada',
    'Some of your points may not be spent for now.',
    'De momento no puede gastar algunos de sus puntos.',
  ),
  'points.unfreeze': kind(
    'A freeze ended',
    'Fin de una congelación',
    'Frozen points may be spent again.',
    'Puede gastar de nuevo los puntos congelados.',
  ),
  'points.wallet_state': kind(
    'A wallet frozen or opened',
    'Un monedero congelado o abierto',
    'Whether you may spend from a wallet changed.',
    'Cambió si puede gastar de un monedero.',
  ),
  'points.void_before': kind(
    'A void that came before its redemption: nothing is booked',
    'Una anulación que llegó antes de su canje: no se contabiliza nada',
  ),
  'points.leg': kind('A part of an operation, with another owner', 'Una parte de una operación, en otra cuenta'),
  'members.enrolment': kind(
    'An enrolment',
    'Una inscripción',
    'Welcome to the program.',
    'Le damos la bienvenida al programa.',
  ),
  'members.change': kind('A change of the profile', 'Un cambio de datos'),
  'members.phone.verify': kind('A phone proved', 'Un teléfono verificado'),
  'members.merge': kind(
    'Two members merged',
    'Dos socios unidos',
    'Your two accounts became one.',
    'Sus dos cuentas son ahora una.',
  ),
  'members.unmerge': kind(
    'A merge undone',
    'Una unión deshecha',
    'Two accounts that had become one are two again.',
    'Dos cuentas unidas vuelven a ser dos.',
  ),
  'members.leg': kind('A part of a merge', 'Una parte de una unión'),
  'members.erasure': kind('A member erased', 'Un socio borrado', 'Your data was erased.', 'Se borraron sus datos.'),
  'cards.issue': kind('A card issued', 'Una tarjeta emitida'),
  'cards.block': kind('A card blocked', 'Una tarjeta bloqueada'),
  'cards.unblock': kind('A card unblocked', 'Una tarjeta desbloqueada'),
  'cards.replace': kind('A card replaced', 'Una tarjeta sustituida'),
  'cards.pin_change': kind('A PIN changed', 'Un PIN cambiado'),
  'cards.pin_attempt': kind('A PIN tried', 'Un PIN probado'),
  'giftcards.activation': kind('A gift card activated', 'Una tarjeta regalo activada'),
  'giftcards.load': kind('A gift card loaded', 'Una tarjeta regalo cargada'),
  'giftcards.load_confirmed': kind('A load confirmed', 'Una carga confirmada'),
  'giftcards.load_reversed': kind('A load taken back', 'Una carga retirada'),
  'giftcards.redemption': kind('A payment with a gift card', 'Un pago con tarjeta regalo'),
  'giftcards.hold': kind('A hold on a gift card', 'Una retención en una tarjeta regalo'),
  'giftcards.capture': kind('A hold on a gift card captured', 'Una retención de tarjeta regalo cobrada'),
  'giftcards.release': kind('A hold on a gift card released', 'Una retención de tarjeta regalo liberada'),
  'giftcards.refund': kind('A refund to a gift card', 'Una devolución a una tarjeta regalo'),
  'giftcards.void': kind('An operation of a gift card undone', 'Una operación de tarjeta regalo anulada'),
  'giftcards.void_before': kind(
    'A void that came before its operation: nothing is booked',
    'Una anulación que llegó antes de su operación: no se contabiliza nada',
  ),
  'giftcards.cash_out': kind('A gift card paid out in money', 'Una tarjeta regalo pagada en dinero'),
  'giftcards.transfer': kind('Value moved between gift cards', 'Saldo traspasado entre tarjetas regalo'),
  'giftcards.merge': kind('Gift cards merged', 'Tarjetas regalo unidas'),
  'giftcards.follow': kind('Value that followed to the card that is kept', 'Saldo que siguió a la tarjeta que queda'),
  'giftcards.replacement': kind('A gift card replaced', 'Una tarjeta regalo repuesta'),
  'giftcards.fee': kind('A fee of a gift card that was not used', 'Una comisión por una tarjeta regalo sin usar'),
  'giftcards.settle': kind('What time has done to a gift card', 'Lo que el tiempo hizo en una tarjeta regalo'),
  'giftcards.expiry': kind('Value of a gift card expired', 'Saldo de una tarjeta regalo caducado'),
  'giftcards.lapse': kind('A hold on a gift card lapsed', 'Una retención de tarjeta regalo venció'),
  'giftcards.leg': kind('A part of an operation, with another card', 'Una parte de una operación, en otra tarjeta'),
  'giftcards.pin_change': kind('The PIN of a gift card changed', 'El PIN de una tarjeta regalo cambiado'),
  'giftcards.pin_wrong': kind('A wrong PIN of a gift card', 'Un PIN incorrecto de una tarjeta regalo'),
  'giftcards.block': kind('A gift card blocked', 'Una tarjeta regalo bloqueada'),
  'giftcards.unblock': kind('A gift card unblocked', 'Una tarjeta regalo desbloqueada'),
  'giftcards.unlock': kind('The PIN of a gift card unlocked', 'El PIN de una tarjeta regalo desbloqueado'),
  'giftcards.close': kind('A gift card closed', 'Una tarjeta regalo cerrada'),
  'tiers.change': kind('A change of tier', 'Un cambio de nivel', 'Your tier changed.', 'Su nivel cambió.'),
  'fraud.signal': kind(
    ...(['A signal of fraud raised', 'Una señal de fraude'] as const),
    ...(['An inner check. It changed nothing of yours.', 'Una comprobación interna. No cambió nada suyo.'] as const),
  ),
  'fraud.review': kind(
    ...(['A signal of fraud decided', 'Una señal de fraude decidida'] as const),
    ...(['An inner check. It changed nothing of yours.', 'Una comprobación interna. No cambió nada suyo.'] as const),
  ),
  'delivery.renumbering': kind('A new number of a gift card', 'Un número nuevo de una tarjeta regalo'),
};

/** A kind that no release knew yet is told by its name. */
export const kindText = (code: string): KindText => KIND_TEXTS[code] ?? kind(code, code);

/** Why a person did something: the closed lists of reasons, in words. */
const REASONS: Readonly<Record<string, Texts>> = {
  goodwill: { en: 'goodwill', es: 'buena voluntad' },
  complaint: { en: 'a complaint', es: 'una reclamación' },
  correction: { en: 'a correction', es: 'una corrección' },
  campaign: { en: 'a campaign', es: 'una campaña' },
  fraud: { en: 'suspected fraud', es: 'sospecha de fraude' },
  review: { en: 'a review', es: 'una revisión' },
  member_request: { en: 'the member asked for it', es: 'lo pidió el socio' },
  mistake: { en: 'a mistake', es: 'un error' },
  lost: { en: 'it was lost', es: 'se perdió' },
  stolen: { en: 'it was stolen', es: 'la robaron' },
  damaged: { en: 'it was damaged', es: 'está dañada' },
  duplicate: { en: 'one person twice', es: 'una persona dos veces' },
  other: { en: 'another reason', es: 'otro motivo' },
};

export const reasonText = (reason: string): Texts => REASONS[reason] ?? { en: reason, es: reason };

const TIER_REASONS: Readonly<Record<string, Texts>> = {
  reached: { en: 'its threshold was reached', es: 'se alcanzó su umbral' },
  ended: { en: 'its time ended', es: 'terminó su plazo' },
  returned: { en: 'goods came back', es: 'se devolvieron artículos' },
  counted_late: { en: 'a receipt came late', es: 'un recibo llegó tarde' },
  rules_changed: { en: 'the rules of tiers changed', es: 'cambiaron las reglas de los niveles' },
  given_by_hand: { en: 'somebody gave it by hand', es: 'alguien lo dio a mano' },
  hand_ended: { en: 'what was given by hand ended', es: 'terminó lo dado a mano' },
};

/** Why a tier changed, in words. */
export const tierReason = (because: string): Texts => TIER_REASONS[because] ?? { en: because, es: because };
