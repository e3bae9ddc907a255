import { defineRefusals } from '../../kernel/refusal.ts';

/** Every no about segments. Rows of a file that name nobody are flaws and no refusal. */
export const segmentsRefusals = defineRefusals({
  'segments.segment.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no segment {segment}.', es: 'No hay un segmento {segment}.' },
  },
  'segments.segment.too_many': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'A tenant has at most {max} segments.', es: 'Una empresa tiene como máximo {max} segmentos.' },
  },
  'segments.segment.not_for_bound': {
    status: 403,
    till: 'error',
    retry: 'never',
    text: {
      en: 'Segments belong to the whole tenant; this credential is bound to a partner or a till.',
      es: 'Los segmentos son de toda la empresa; esta credencial está ligada a un socio o a una caja.',
    },
  },
  'segments.file.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'The file cannot be read: {what}.', es: 'No se puede leer el archivo: {what}.' },
  },
});
