import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that the room members may refuse. */
export const membersRefusals = defineRefusals({
  'members.member.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'There is no such member.', es: 'No existe ese socio.' },
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
  'members.code.needed': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'Spending by phone alone needs the code that was sent to it.', es: 'Gastar solo con el teléfono requiere el código que se le envió.' },
  },
  'members.code.wrong': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'The code is wrong or no longer valid.', es: 'El código es incorrecto o ya no vale.' },
  },
});
