import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that the room delivery may refuse. */
export const deliveryRefusals = defineRefusals({
  'delivery.setting.missing': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'This program does not deliver gift cards to phones: its delivery settings are not made.',
      es: 'Este programa no envía tarjetas regalo a teléfonos: faltan sus ajustes de envío.',
    },
  },
  'delivery.setting.certificate_unfit': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The {what} cannot be read, or does not fit the others.',
      es: 'No se puede leer {what}, o no encaja con los demás.',
    },
  },
  'delivery.card.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'There is no such gift card.', es: 'No existe esa tarjeta regalo.' },
  },
  'delivery.card.unfit_state': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'The gift card is {state}: activate it before it is sent.',
      es: 'La tarjeta regalo está {state}: actívela antes de enviarla.',
    },
  },
  'delivery.phone.blocked': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'No gift card can be sent to this phone at present: name another one, or hand the card over.',
      es: 'Por ahora no se puede enviar una tarjeta regalo a este teléfono: indique otro o entregue la tarjeta.',
    },
  },
  'delivery.card.on_its_way': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This gift card is already on its way to a phone.',
      es: 'Esta tarjeta regalo ya se está enviando a un teléfono.',
    },
  },
  'delivery.card.not_held': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'Nobody has this gift card on a phone.', es: 'Nadie tiene esta tarjeta regalo en un teléfono.' },
  },
  'delivery.sale.voided': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'The sale or activation was voided; nothing is sent.',
      es: 'La venta o activación se anuló; no se envía nada.',
    },
  },
  'delivery.delivery.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no such delivery.', es: 'No existe ese envío.' },
  },
  'delivery.delivery.unfit_state': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: { en: 'The delivery is {state}.', es: 'El envío está {state}.' },
  },
  'delivery.delivery.resent_too_often': {
    status: 429,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'This gift card was sent often enough or a moment ago.',
      es: 'Esta tarjeta regalo ya se envió varias veces o hace un momento.',
    },
  },
  // One answer for a link that never was, has ended, was used, or whose phone or code is not the right one.
  'delivery.link.unusable': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This link or code is not valid, or no longer.',
      es: 'Este enlace o código no es válido, o ya no lo es.',
    },
  },
  'delivery.link.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no such link.', es: 'No existe ese enlace.' },
  },
  'delivery.link.open_already': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This gift card is offered by another link; revoke that first.',
      es: 'Esta tarjeta regalo ya se ofrece con otro enlace; anúlelo primero.',
    },
  },
  'delivery.link.unfit_state': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: { en: 'The link is {state}.', es: 'El enlace está {state}.' },
  },
  // One answer for a device, signature or time that is not right, and for a card that this device does not hold.
  'delivery.device.not_proved': {
    status: 401,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This device could not be recognised.',
      es: 'No se ha podido reconocer este dispositivo.',
    },
  },
  'delivery.device.key_malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The public key of the device is no P-256 or Ed25519 key in SPKI form.',
      es: 'La clave pública del dispositivo no es P-256 ni Ed25519 en formato SPKI.',
    },
  },
  'delivery.view.unknown': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is nothing to see here, or no longer.', es: 'Aquí no hay nada que ver, o ya no.' },
  },
  'delivery.barcode.unfit': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'This card cannot be shown as {symbology}.',
      es: 'Esta tarjeta no se puede mostrar como {symbology}.',
    },
  },
  'delivery.pass.unavailable': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'The program has no certificate for this kind of pass.',
      es: 'El programa no tiene certificado para este tipo de pase.',
    },
  },
  // One answer for a serial that is none, another program's, and a wrong token.
  'delivery.pass.not_proved': {
    status: 401,
    till: 'error',
    retry: 'never',
    text: { en: 'This pass is not known here.', es: 'Este pase no se conoce aquí.' },
  },
  'delivery.code.not_offered': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'This program shows the card itself and no codes.',
      es: 'Este programa muestra la tarjeta y no códigos.',
    },
  },
  // One answer for a code that never was, is over its minute, was used, or whose card may not be used.
  'delivery.code.unusable': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This code is not valid any more: show a new one.',
      es: 'Este código ya no vale: muestre uno nuevo.',
    },
  },
  'delivery.balance.not_told': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'Number or PIN is wrong, or the card cannot be used.',
      es: 'El número o el PIN no es correcto, o la tarjeta no se puede usar.',
    },
  },
});
