import { defineRefusals } from '../../kernel/refusal.ts';

const wrongInput = { status: 422, till: 'error', retry: 'changed' } as const;
const notFound = { status: 404, till: 'error', retry: 'changed' } as const;
const conflict = { status: 409, till: 'error', retry: 'changed' } as const;
const notAllowed = { status: 403, till: 'error', retry: 'never' } as const;

/** What this room refuses. */
export const notificationsRefusals = defineRefusals({
  'notifications.message.reference_reused': {
    ...conflict,
    text: {
      en: 'Another message was already sent under the reference {reference}.',
      es: 'Ya se envió otro mensaje con la referencia {reference}.',
    },
  },
  'notifications.message.reference_missing': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'Give a reference of your own: the same again sends nothing twice.',
      es: 'Indique una referencia propia: repetida, no envía nada dos veces.',
    },
  },
  'notifications.message.not_found': {
    ...notFound,
    text: { en: 'There is no such message.', es: 'No existe ese mensaje.' },
  },
  'notifications.message.not_kept': {
    ...conflict,
    retry: 'never',
    text: {
      en: 'This message can no longer be sent again: what it said was deleted.',
      es: 'Este mensaje ya no se puede reenviar: su contenido se ha borrado.',
    },
  },
  'notifications.channel.not_for_bound': {
    ...notAllowed,
    text: {
      en: 'Messages belong to the whole tenant; this credential is bound to a partner or a terminal.',
      es: 'Los mensajes son de toda la organización; esta credencial está ligada a un socio o a un terminal.',
    },
  },
  'notifications.channel.not_set': {
    ...notFound,
    text: { en: 'No sender is set for this channel.', es: 'Este canal no tiene remitente configurado.' },
  },
  'notifications.channel.settings_wrong': {
    ...wrongInput,
    text: { en: 'These settings do not work: {detail}', es: 'Esta configuración no es válida: {detail}' },
  },
  'notifications.channel.inside': {
    ...wrongInput,
    text: {
      en: '{host} is not an address of the public internet.',
      es: '{host} no es una dirección de la internet pública.',
    },
  },
  'notifications.channel.address_missing': {
    ...wrongInput,
    text: {
      en: 'Give a phone for an SMS, an e-mail address for an e-mail, a member for a push.',
      es: 'Indique un teléfono para un SMS, un correo para un correo electrónico, un miembro para un aviso.',
    },
  },
  'notifications.template.unknown': {
    ...notFound,
    text: {
      en: 'There is no template {template} for this channel and language.',
      es: 'No hay plantilla {template} para este canal e idioma.',
    },
  },
  'notifications.template.malformed': {
    ...wrongInput,
    text: { en: 'The template cannot be used: {detail}', es: 'La plantilla no se puede usar: {detail}' },
  },
  'notifications.suppression.not_found': {
    ...notFound,
    text: { en: 'There is no such entry on the list.', es: 'No existe esa entrada en la lista.' },
  },
  'notifications.subscription.not_found': {
    ...notFound,
    text: { en: 'There is no such push subscription.', es: 'No existe esa suscripción de avisos.' },
  },
  'notifications.subscription.malformed': {
    ...wrongInput,
    text: {
      en: 'This is not a push subscription as a browser gives it.',
      es: 'No es una suscripción de avisos como la que da un navegador.',
    },
  },
  'notifications.receipt.not_signed': {
    status: 401,
    till: 'error',
    retry: 'never',
    text: {
      en: 'The signature of this receipt is wrong, missing or too old.',
      es: 'La firma de este acuse es incorrecta, falta o es demasiado antigua.',
    },
  },
});
