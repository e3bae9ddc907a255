import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that the room members may refuse. */
export const membersRefusals = defineRefusals({
  'members.member.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'There is no such member.', es: 'No existe ese socio.' },
  },
  'members.person.erased': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This person was erased and is not brought back by a file.',
      es: 'Esta persona fue borrada y ningún fichero la recupera.',
    },
  },
  'members.phone.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'Nobody is known by this phone.', es: 'Nadie está registrado con este teléfono.' },
  },
  'members.phone.ambiguous': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'Several people gave this phone and none has proved it: show a card, or prove the phone by a code.',
      es: 'Varias personas dieron este teléfono y ninguna lo ha demostrado: muestre una tarjeta o demuestre el teléfono con un código.',
    },
  },
  'members.phone.proof_needed': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'A member has this phone already: prove it by the code that is sent to it before a card is bound.',
      es: 'Ya hay un socio con este teléfono: demuéstrelo con el código que se le envía antes de vincular una tarjeta.',
    },
  },
  'members.card.merge_needed': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This card collects for an account without a name, and this person has another account: somebody who may merge members makes one of the two. Until then both go on collecting.',
      es: 'Esta tarjeta acumula en una cuenta sin nombre, y esta persona tiene otra cuenta: quien pueda fusionar socios hace una de las dos. Hasta entonces ambas siguen acumulando.',
    },
  },
  'members.phone.missing': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This member has no phone.', es: 'Este socio no tiene teléfono.' },
  },
  'members.profile.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The field {field} cannot be what was given.',
      es: 'El campo {field} no puede ser lo que se ha indicado.',
    },
  },
  'members.attributes.unfit': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The attribute {key} has a name or value that cannot be kept: text up to 500 characters, numbers, true or false.',
      es: 'El atributo {key} tiene un nombre o valor que no se puede guardar: texto de hasta 500 caracteres, números, verdadero o falso.',
    },
  },
  'members.attributes.too_many': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'A member has at most {max} attributes.', es: 'Un socio tiene como máximo {max} atributos.' },
  },
  'members.enrolment.missing': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'The member has not joined this program.', es: 'El socio no participa en este programa.' },
  },
  'members.code.too_many': {
    status: 429,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'Too many codes were sent to this phone; try again in an hour.',
      es: 'Se enviaron demasiados códigos a este teléfono; inténtelo en una hora.',
    },
  },
  'members.code.needed': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'Spending by phone alone needs the code that was sent to it.',
      es: 'Gastar solo con el teléfono requiere el código que se le envió.',
    },
  },
  'members.code.wrong': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'The code is wrong or no longer valid.', es: 'El código es incorrecto o ya no vale.' },
  },
});
