import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that this room may refuse. */
export const mergingRefusals = defineRefusals({
  'merging.member.same': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'These are one member already: choose another one to merge.',
      es: 'Ya son el mismo socio: elija otro para unir.',
    },
  },
  'merging.member.merged_before': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This member was merged before: merge the one who goes on instead.',
      es: 'Este socio ya se unió antes: una en su lugar al que continúa.',
    },
  },
  'merging.member.value_held': {
    status: 409,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'A payment with the points of the member who goes is not finished; merge when it is.',
      es: 'Un pago con los puntos del socio que desaparece no ha terminado; una cuando termine.',
    },
  },
  'merging.member.own_accounts': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'A card of the member who goes has an account of its own: merge that account into the member first.',
      es: 'Una tarjeta del socio que desaparece tiene cuenta propia: una antes esa cuenta al socio.',
    },
  },
  'merging.card.value_blocked': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'A card of one of the two is blocked ({reason}): a card of the other would free what is behind it. Lift that first, or leave the two apart.',
      es: 'Una tarjeta de uno de los dos está bloqueada ({reason}): una del otro liberaría lo que hay detrás. Levántelo antes, o déjelos separados.',
    },
  },
  'merging.wallet.frozen': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'The wallet {walletType} is frozen on one side: open it first, or leave the two apart.',
      es: 'El monedero {walletType} está congelado en uno de los dos: ábralo antes, o déjelos separados.',
    },
  },
  'merging.merge.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'There is no such merge.', es: 'No existe esa unión.' },
  },
  'merging.merge.undone': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: { en: 'This merge was undone already.', es: 'Esta unión ya se deshizo.' },
  },
  'merging.merge.survivor_gone': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'The member who goes on was merged himself, or erased: undo the later merge first.',
      es: 'El socio que continúa se unió a otro después, o fue borrado: deshaga antes la unión posterior.',
    },
  },
  'merging.merge.too_late': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'A merge can be undone for {days} days; this one is older.',
      es: 'Una unión se puede deshacer durante {days} días; esta es más antigua.',
    },
  },
});
