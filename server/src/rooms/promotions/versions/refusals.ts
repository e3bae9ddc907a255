import { defineRefusals } from '../../../kernel/refusal.ts';

/** Every no about drafts and publications; those about content are in `promotionsRefusals`. */
export const versionsRefusals = defineRefusals({
  'promotions.draft.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no open draft {draft}.', es: 'No hay un borrador abierto {draft}.' },
  },
  'promotions.draft.changed': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'Somebody has saved the draft {draft} meanwhile: it is at revision {revision}.',
      es: 'Alguien ha guardado el borrador {draft} entretanto: va por la revisión {revision}.',
    },
  },
  'promotions.draft.too_many': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'A program has at most {max} open drafts; publish or discard some.',
      es: 'Un programa tiene como máximo {max} borradores abiertos; publique o descarte algunos.',
    },
  },
  'promotions.publication.needs_approval': {
    status: 403,
    till: 'error',
    retry: 'never',
    text: {
      en: 'A person publishes by a draft and the yes of a second person.',
      es: 'Una persona publica con un borrador y el sí de una segunda persona.',
    },
  },
  'promotions.publication.nothing_changes': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'Nothing would change: version {version} says the same.',
      es: 'Nada cambiaría: la versión {version} dice lo mismo.',
    },
  },
  'promotions.publication.would_supersede': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'Version {version} is scheduled for {inForceFrom} and would never take force; say that this is meant.',
      es: 'La versión {version} está prevista para {inForceFrom} y nunca entraría en vigor; indique si es lo que quiere.',
    },
  },
  'promotions.publication.unit_changed': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'Version {version} counts in {unit} with other decimals than today; it cannot be brought back.',
      es: 'La versión {version} cuenta en {unit} con otros decimales que hoy; no se puede recuperar.',
    },
  },
  'promotions.publication.has_loopholes': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'There are {count} ways around these rules, and the program publishes none such. The first: {first}',
      es: 'Hay {count} formas de eludir estas reglas y el programa no publica tales. La primera: {first}',
    },
  },
  'promotions.promotion.not_in_force': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The rulebook in force has no promotion {promotion}.',
      es: 'El reglamento en vigor no tiene la promoción {promotion}.',
    },
  },
  'promotions.promotion.not_paused': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: { en: 'The promotion {promotion} is not paused.', es: 'La promoción {promotion} no está en pausa.' },
  },
});
