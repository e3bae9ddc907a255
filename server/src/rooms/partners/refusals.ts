import { defineRefusals } from '../../kernel/refusal.ts';

const wrongInput = { status: 422, till: 'error', retry: 'changed' } as const;
const notFound = { status: 404, till: 'error', retry: 'changed' } as const;
const taken = { status: 409, till: 'error', retry: 'changed' } as const;
const notKnown = { status: 401, till: 'error', retry: 'never' } as const;
const notAllowed = { status: 403, till: 'error', retry: 'never' } as const;
const suspended = { status: 403, till: 'error', retry: 'later' } as const;

/** What this room refuses. */
export const partnerRefusals = defineRefusals({
  'partners.partner.not_found': {
    ...notFound,
    text: { en: 'There is no partner {partner}.', es: 'No existe el socio {partner}.' },
  },
  'partners.partner.code_taken': {
    ...taken,
    text: { en: 'There is a partner {code} already.', es: 'Ya existe un socio {code}.' },
  },
  'partners.partner.suspended': {
    ...suspended,
    text: { en: 'The partner {partner} is suspended.', es: 'El socio {partner} está suspendido.' },
  },
  'partners.outlet.missing': {
    ...wrongInput,
    text: {
      en: 'Name the outlet: this credential is not bound to a terminal.',
      es: 'Indique el establecimiento: esta credencial no está ligada a un terminal.',
    },
  },
  'partners.outlet.not_found': {
    ...notFound,
    text: { en: 'There is no outlet {outlet}.', es: 'No existe el establecimiento {outlet}.' },
  },
  'partners.outlet.code_taken': {
    ...taken,
    text: { en: 'There is an outlet {code} already.', es: 'Ya existe un establecimiento {code}.' },
  },
  'partners.outlet.closed': {
    status: 409,
    till: 'declined',
    retry: 'later',
    text: { en: 'The outlet {outlet} is closed.', es: 'El establecimiento {outlet} está cerrado.' },
  },
  'partners.outlet.unknown_zone': {
    ...wrongInput,
    text: {
      en: '"{zone}" is not a time zone of the IANA database, such as Europe/Madrid.',
      es: '«{zone}» no es una zona horaria de la base IANA, como Europe/Madrid.',
    },
  },
  'partners.outlet.cut_over_out_of_day': {
    ...wrongInput,
    text: {
      en: 'A business day starts at an hour from 0 to 23, not at {hour}.',
      es: 'El día comercial empieza a una hora de 0 a 23, no a las {hour}.',
    },
  },
  'partners.outlet.too_many_groups': {
    ...wrongInput,
    text: { en: 'An outlet is in at most {max} groups.', es: 'Un establecimiento está en {max} grupos como máximo.' },
  },
  'partners.terminal.missing': {
    ...wrongInput,
    text: {
      en: 'Name the terminal: this credential is not bound to one of this outlet.',
      es: 'Indique el terminal: esta credencial no está ligada a uno de este establecimiento.',
    },
  },
  'partners.terminal.not_found': {
    ...notFound,
    text: {
      en: 'The outlet {outlet} has no terminal {terminal}.',
      es: 'El establecimiento {outlet} no tiene el terminal {terminal}.',
    },
  },
  'partners.terminal.code_taken': {
    ...taken,
    text: {
      en: 'The outlet {outlet} has a terminal {code} already.',
      es: 'El establecimiento {outlet} ya tiene un terminal {code}.',
    },
  },
  'partners.terminal.not_of_credential': {
    ...notAllowed,
    text: {
      en: 'This credential does not speak for terminal {terminal} of outlet {outlet}.',
      es: 'Esta credencial no habla por el terminal {terminal} del establecimiento {outlet}.',
    },
  },
  'partners.terminal.suspended': {
    ...suspended,
    text: { en: 'The terminal {terminal} is suspended.', es: 'El terminal {terminal} está suspendido.' },
  },
  'partners.terminal.may_not_request': {
    ...notAllowed,
    text: {
      en: 'The terminal {terminal} may only tell what has happened, not ask.',
      es: 'El terminal {terminal} solo puede comunicar lo ocurrido, no solicitar.',
    },
  },
  'partners.terminal.may_not_notify': {
    ...notAllowed,
    text: {
      en: 'The terminal {terminal} may only ask, not tell what has happened.',
      es: 'El terminal {terminal} solo puede solicitar, no comunicar lo ocurrido.',
    },
  },
  'partners.credential.unknown': {
    ...notKnown,
    text: { en: 'This secret belongs to no credential.', es: 'Este secreto no pertenece a ninguna credencial.' },
  },
  'partners.credential.revoked': {
    ...notKnown,
    text: { en: 'This credential was revoked.', es: 'Esta credencial fue revocada.' },
  },
  'partners.credential.expired': {
    ...notKnown,
    text: { en: 'This credential has expired.', es: 'Esta credencial ha caducado.' },
  },
  'partners.till.clock_wrong': {
    ...wrongInput,
    text: {
      en: 'The till’s clock says {occurredAt}, it is {now}: too far off for a request.',
      es: 'El reloj de la caja dice {occurredAt}, son las {now}: demasiado lejos para una petición.',
    },
  },
  'partners.credential.person_not_active': {
    ...notKnown,
    text: {
      en: 'The person whose credential this is may not work here now.',
      es: 'La persona de esta credencial no puede trabajar aquí ahora.',
    },
  },
  'partners.credential.person_not_found': {
    ...notFound,
    text: { en: 'There is no such person.', es: 'No existe esa persona.' },
  },
  'partners.credential.not_found': {
    ...notFound,
    text: { en: 'There is no such credential.', es: 'No existe esa credencial.' },
  },
  'partners.credential.ended': {
    ...taken,
    text: {
      en: 'This credential was revoked: there is nothing to confirm any more.',
      es: 'Esta credencial fue revocada: ya no hay nada que confirmar.',
    },
  },
  'partners.credential.unknown_scope': {
    ...wrongInput,
    text: { en: 'There is no scope "{scope}".', es: 'No existe el permiso «{scope}».' },
  },
  'partners.credential.already_expired': {
    ...wrongInput,
    text: { en: 'The end of validity has already passed.', es: 'El fin de la validez ya ha pasado.' },
  },
  'partners.credential.binding_unclear': {
    ...wrongInput,
    text: {
      en: 'A credential is bound to one partner, or to one terminal with its outlet, or to nothing.',
      es: 'Una credencial se liga a un socio, o a un terminal con su establecimiento, o a nada.',
    },
  },
  'partners.credential.beyond_own': {
    ...notAllowed,
    text: {
      en: 'This goes beyond what the asking credential itself may do.',
      es: 'Esto va más allá de lo que puede hacer la propia credencial que lo pide.',
    },
  },
});
