import { defineRefusals } from '../../kernel/refusal.ts';

const wrongInput = { status: 422, till: 'error', retry: 'changed' } as const;
const notFound = { status: 404, till: 'error', retry: 'changed' } as const;
const conflict = { status: 409, till: 'error', retry: 'changed' } as const;
const notAllowed = { status: 403, till: 'error', retry: 'never' } as const;
const declined = { status: 409, till: 'declined', retry: 'never' } as const;
const notNow = { status: 503, till: 'retry', retry: 'later' } as const;

/** What this room refuses. */
export const processorsRefusals = defineRefusals({
  'processors.processor.not_found': {
    ...notFound,
    text: { en: 'There is no processor {processor}.', es: 'No existe el procesador {processor}.' },
  },
  'processors.processor.not_for_bound': {
    ...notAllowed,
    text: {
      en: 'Processors belong to the whole tenant; this credential is bound to a partner or a terminal.',
      es: 'Los procesadores son de toda la organización; esta credencial está ligada a un socio o a un terminal.',
    },
  },
  'processors.processor.too_many': {
    ...conflict,
    text: {
      en: 'A tenant has at most {max} processors.',
      es: 'Una organización tiene como máximo {max} procesadores.',
    },
  },
  'processors.processor.paused': {
    ...notNow,
    text: { en: 'The processor {processor} is paused.', es: 'El procesador {processor} está en pausa.' },
  },
  'processors.processor.reads_only': {
    ...declined,
    text: {
      en: 'This card is paid and undone at terminals of its own processor only.',
      es: 'Con esta tarjeta se paga y se anula solo en los terminales de su propio procesador.',
    },
  },
  'processors.service.malformed': {
    ...wrongInput,
    text: {
      en: 'The description of the service does not work: {detail}',
      es: 'La descripción del servicio no sirve: {detail}',
    },
  },
  'processors.unit.unfit': {
    ...wrongInput,
    text: { en: '{unit} is not a money unit of this tenant.', es: '{unit} no es una moneda de esta organización.' },
  },
  'processors.unit.fixed': {
    ...conflict,
    text: {
      en: 'The unit of a processor does not change; balances are kept in it.',
      es: 'La moneda de un procesador no cambia; los saldos se guardan en ella.',
    },
  },
  'processors.url.malformed': {
    ...wrongInput,
    text: {
      en: 'This is not an address such as https://example.com/cards.',
      es: 'No es una dirección como https://example.com/cards.',
    },
  },
  'processors.url.not_https': {
    ...wrongInput,
    text: { en: 'The address must begin with https.', es: 'La dirección debe empezar por https.' },
  },
  'processors.url.with_credentials': {
    ...wrongInput,
    text: {
      en: 'The address must not hold a user or a password; send them as a secret header.',
      es: 'La dirección no debe llevar usuario ni contraseña; envíelos como cabecera secreta.',
    },
  },
  'processors.url.port_refused': {
    ...wrongInput,
    text: { en: 'Nothing is sent to port {port}.', es: 'No se envía nada al puerto {port}.' },
  },
  'processors.url.inside': {
    ...wrongInput,
    text: {
      en: '{host} is not an address of the public internet.',
      es: '{host} no es una dirección de la internet pública.',
    },
  },
  'processors.card.no_range': {
    ...notFound,
    text: { en: 'No card range has such numbers.', es: 'Ningún rango de tarjetas tiene esos números.' },
  },
  'processors.card.kept_here': {
    ...conflict,
    text: {
      en: 'This card is kept here and not at another processor.',
      es: 'Esta tarjeta se lleva aquí y no en otro procesador.',
    },
  },
  'processors.card.unknown': {
    ...notFound,
    till: 'declined',
    text: { en: 'The processor does not know this card.', es: 'El procesador no conoce esta tarjeta.' },
  },
  'processors.balance.not_told': {
    ...notNow,
    text: {
      en: 'The processor does not answer, and has told no balance before.',
      es: 'El procesador no responde y nunca ha comunicado un saldo.',
    },
  },
  'processors.balance.not_fresh': {
    ...notNow,
    text: {
      en: 'The processor does not answer. An older balance decides nothing; try again.',
      es: 'El procesador no responde. Un saldo antiguo no decide nada; inténtelo de nuevo.',
    },
  },
  'processors.payment.declined': {
    ...declined,
    text: { en: 'The processor of the card says no.', es: 'El procesador de la tarjeta dice que no.' },
  },
  'processors.payment.not_asked': {
    ...notNow,
    retry: 'same',
    text: {
      en: 'The processor was not reached, so nothing is paid. Try again.',
      es: 'No se pudo contactar con el procesador, así que no se ha pagado nada. Inténtelo de nuevo.',
    },
  },
  'processors.payment.under_way': {
    ...notNow,
    retry: 'same',
    text: { en: 'The payment is being asked for right now.', es: 'El pago se está solicitando en este momento.' },
  },
  'processors.payment.not_found': {
    ...notFound,
    text: { en: 'There is no such payment.', es: 'No existe ese pago.' },
  },
  'processors.payment.nothing': {
    ...wrongInput,
    text: { en: 'A payment of nothing pays nothing.', es: 'Un pago de cero no paga nada.' },
  },
  'processors.payment.currency_differs': {
    ...wrongInput,
    text: { en: 'This card pays in {currency}.', es: 'Esta tarjeta paga en {currency}.' },
  },
  'processors.discrepancy.not_found': {
    ...notFound,
    text: { en: 'There is no such discrepancy.', es: 'No existe esa discrepancia.' },
  },
});
