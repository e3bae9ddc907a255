import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that this room may refuse. */
export const memberPageRefusals = defineRefusals({
  'memberpage.place.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'There is no page of this name.', es: 'No existe ninguna página con este nombre.' },
  },
  // One for a phone that nobody knows and for a code that is wrong, has run out or was used.
  'memberpage.signin.wrong': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'Phone and code do not fit, or the code is no longer valid.',
      es: 'El teléfono y el código no coinciden, o el código ya no vale.',
    },
  },
  'memberpage.session.ended': {
    status: 401,
    till: 'declined',
    retry: 'changed',
    text: { en: 'Sign in again.', es: 'Inicie sesión de nuevo.' },
  },
  'memberpage.session.forged': {
    status: 403,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This did not come from your page. Open the page again.',
      es: 'Esto no vino de su página. Ábrala de nuevo.',
    },
  },
  'memberpage.session.not_found': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'There is no such session.', es: 'No existe esa sesión.' },
  },
  'memberpage.member.none': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This phone has gift cards here, but is no member.',
      es: 'Este teléfono tiene tarjetas regalo aquí, pero no es de ningún socio.',
    },
  },
  'memberpage.erasure.value_held': {
    status: 409,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'A payment with your points is not finished; try again when it is.',
      es: 'Un pago con sus puntos no ha terminado; inténtelo cuando termine.',
    },
  },
});
