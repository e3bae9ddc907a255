import { defineRefusals } from '../../kernel/refusal.ts';

const wrongBody = { status: 400, till: 'error', retry: 'changed' } as const;
const wrongCall = { till: 'error', retry: 'changed' } as const;
const notKnown = { status: 401, till: 'error', retry: 'never' } as const;
const busy = { till: 'retry', retry: 'later' } as const;

/** What the door itself refuses, before or behind any room. */
export const httpRefusals = defineRefusals({
  'http.request.malformed': {
    ...wrongBody,
    text: { en: 'The request is not well-formed HTTP.', es: 'La petición no es HTTP bien formado.' },
  },
  'http.body.malformed': {
    ...wrongBody,
    text: { en: 'The body cannot be read. {detail}', es: 'No se puede leer el cuerpo. {detail}' },
  },
  'http.body.duplicate_key': {
    ...wrongBody,
    text: {
      en: 'The key {path} stands twice in one object of the body.',
      es: 'La clave {path} aparece dos veces en un objeto del cuerpo.',
    },
  },
  'http.body.key_forbidden': {
    ...wrongBody,
    text: { en: 'The key {path} may not be used.', es: 'La clave {path} no está permitida.' },
  },
  'http.body.number_imprecise': {
    ...wrongBody,
    text: {
      en: '{detail} Every quantity is a decimal string.',
      es: 'Un número del cuerpo no se puede guardar con exactitud: las cantidades van como texto decimal. {detail}',
    },
  },
  'http.body.too_large': {
    status: 413,
    ...wrongCall,
    text: { en: 'The body is larger than {limit} bytes.', es: 'El cuerpo supera los {limit} bytes.' },
  },
  'http.input.invalid': {
    ...wrongBody,
    text: {
      en: 'The request does not have the form that this endpoint takes; see errors.',
      es: 'La petición no tiene la forma que admite esta operación; véase errors.',
    },
  },
  'http.cursor.malformed': {
    ...wrongBody,
    text: { en: 'This cursor was not given by this list.', es: 'Este cursor no procede de esta lista.' },
  },
  'http.route.unknown': {
    status: 404,
    ...wrongCall,
    text: { en: 'There is nothing at this address.', es: 'No hay nada en esta dirección.' },
  },
  'http.method.not_allowed': {
    status: 405,
    ...wrongCall,
    text: { en: 'This address takes only {allow}.', es: 'Esta dirección solo admite {allow}.' },
  },
  'http.media_type.unsupported': {
    status: 415,
    ...wrongCall,
    text: {
      en: 'The body must be sent with "Content-Type: application/json".',
      es: 'El cuerpo debe enviarse con «Content-Type: application/json».',
    },
  },
  'http.credential.missing': {
    ...notKnown,
    text: {
      en: 'Send the secret of a credential: "Authorization: Bearer …".',
      es: 'Envíe el secreto de una credencial: «Authorization: Bearer …».',
    },
  },
  'http.credential.invalid': {
    ...notKnown,
    text: {
      en: 'The Authorization header does not have the form "Bearer …".',
      es: 'La cabecera Authorization no tiene la forma «Bearer …».',
    },
  },
  'http.scope.missing': {
    status: 403,
    till: 'error',
    retry: 'never',
    text: { en: 'This credential lacks the scope {scope}.', es: 'A esta credencial le falta el permiso {scope}.' },
  },
  'http.server.overloaded': {
    status: 503,
    ...busy,
    text: {
      en: 'The server has more to do than it can. Nothing was booked; send it again.',
      es: 'El servidor está sobrecargado. No se ha registrado nada; envíela de nuevo.',
    },
  },
  'http.server.stopping': {
    status: 503,
    ...busy,
    text: {
      en: 'The server is stopping. Nothing was booked; send it again.',
      es: 'El servidor se está deteniendo. No se ha registrado nada; envíela de nuevo.',
    },
  },
  // Never a decline: the operation may stand. The same reference finds out, without doing it twice.
  'operation.outcome_unknown': {
    status: 503,
    till: 'retry',
    retry: 'same',
    text: {
      en: 'It is not known whether the operation was booked. Send it again with the same reference to learn it.',
      es: 'No se sabe si la operación se registró. Envíela de nuevo con la misma referencia para saberlo.',
    },
  },
  'http.server.fault': {
    status: 503,
    ...busy,
    text: {
      en: 'Something that the server needs cannot be reached. Send it again.',
      es: 'El servidor no puede acceder a algo que necesita. Envíela de nuevo.',
    },
  },
  'http.server.bug': {
    status: 500,
    till: 'error',
    retry: 'never',
    text: {
      en: 'A mistake in the server; it was recorded under this request id.',
      es: 'Un error del servidor; quedó registrado con este identificador de petición.',
    },
  },
});
