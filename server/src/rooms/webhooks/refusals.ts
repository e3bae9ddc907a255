import { defineRefusals } from '../../kernel/refusal.ts';

const wrongInput = { status: 422, till: 'error', retry: 'changed' } as const;
const notFound = { status: 404, till: 'error', retry: 'changed' } as const;
const conflict = { status: 409, till: 'error', retry: 'changed' } as const;
const notAllowed = { status: 403, till: 'error', retry: 'never' } as const;

/** What this room refuses. */
export const webhooksRefusals = defineRefusals({
  'webhooks.endpoint.not_found': {
    ...notFound,
    text: { en: 'There is no such webhook endpoint.', es: 'No existe ese destino de webhooks.' },
  },
  'webhooks.endpoint.not_for_bound': {
    ...notAllowed,
    text: {
      en: 'Webhooks belong to the whole tenant; this credential is bound to a partner or a terminal.',
      es: 'Los webhooks son de toda la organización; esta credencial está ligada a un socio o a un terminal.',
    },
  },
  'webhooks.endpoint.too_many': {
    ...conflict,
    text: {
      en: 'A tenant has at most {max} webhook endpoints.',
      es: 'Una organización tiene como máximo {max} destinos de webhooks.',
    },
  },
  'webhooks.endpoint.disabled': {
    ...conflict,
    text: {
      en: 'This endpoint answered 410 Gone and is disabled. Resume it first.',
      es: 'Este destino respondió 410 Gone y está desactivado. Reanúdelo primero.',
    },
  },
  'webhooks.event.malformed': {
    ...wrongInput,
    text: {
      en: '"{event}" is not an event type such as checkout.sale.confirmed, checkout.* or *.',
      es: '«{event}» no es un tipo de evento como checkout.sale.confirmed, checkout.* o *.',
    },
  },
  'webhooks.url.malformed': {
    ...wrongInput,
    text: {
      en: 'This is not an address such as https://example.com/hooks.',
      es: 'No es una dirección como https://example.com/hooks.',
    },
  },
  'webhooks.url.not_https': {
    ...wrongInput,
    text: { en: 'The address must begin with https.', es: 'La dirección debe empezar por https.' },
  },
  'webhooks.url.with_credentials': {
    ...wrongInput,
    text: {
      en: 'The address must not hold a user or a password: messages are signed.',
      es: 'La dirección no debe llevar usuario ni contraseña: los mensajes van firmados.',
    },
  },
  'webhooks.url.port_refused': {
    ...wrongInput,
    text: { en: 'Nothing is sent to port {port}.', es: 'No se envía nada al puerto {port}.' },
  },
  'webhooks.url.inside': {
    ...wrongInput,
    text: {
      en: '{host} is not an address of the public internet.',
      es: '{host} no es una dirección de la internet pública.',
    },
  },
});
