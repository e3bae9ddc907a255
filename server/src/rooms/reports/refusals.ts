import { defineRefusals } from '../../kernel/refusal.ts';

const wrongInput = { status: 422, till: 'error', retry: 'changed' } as const;
const notFound = { status: 404, till: 'error', retry: 'changed' } as const;
const conflict = { status: 409, till: 'error', retry: 'changed' } as const;

/** What this room refuses. */
export const reportsRefusals = defineRefusals({
  'reports.filter.unknown': {
    ...wrongInput,
    text: { en: 'There is no {what} "{value}".', es: 'No existe {what} «{value}».' },
  },
  'reports.filter.period': {
    ...wrongInput,
    text: { en: 'The last day lies before the first.', es: 'El último día es anterior al primero.' },
  },
  'reports.signals.period': {
    ...wrongInput,
    text: {
      en: 'Signals are counted over at most {days} days.',
      es: 'Las señales se cuentan sobre {days} días como máximo.',
    },
  },
  'reports.filter.amount': {
    ...wrongInput,
    text: {
      en: '"{value}" is not an amount of {unit}, or the range is empty.',
      es: '«{value}» no es un importe de {unit}, o el rango está vacío.',
    },
  },
  'reports.query.too_slow': {
    status: 503,
    till: 'retry',
    retry: 'changed',
    text: {
      en: 'This takes too long to count. Narrow the period.',
      es: 'Tarda demasiado en contarse. Acote el período.',
    },
  },
  'reports.view.unknown': {
    ...notFound,
    text: { en: 'There is no such saved view.', es: 'No existe esa vista guardada.' },
  },
  'reports.view.changed': {
    ...conflict,
    text: {
      en: 'Somebody else has changed this view meanwhile. Load it again.',
      es: 'Otra persona cambió esta vista mientras tanto. Vuelva a cargarla.',
    },
  },
  'reports.view.too_many': {
    ...conflict,
    text: { en: 'One person keeps at most {max} views.', es: 'Una persona guarda como máximo {max} vistas.' },
  },
  'reports.export.unknown': {
    ...notFound,
    text: { en: 'There is no such export.', es: 'No existe esa exportación.' },
  },
  'reports.export.not_ready': {
    ...conflict,
    retry: 'later',
    text: { en: 'The file is not ready yet.', es: 'El archivo todavía no está listo.' },
  },
  'reports.export.gone': {
    status: 410,
    till: 'error',
    retry: 'never',
    text: {
      en: 'The file is gone: it expired, failed or was cancelled.',
      es: 'El archivo ya no está: caducó, falló o se canceló.',
    },
  },
  'reports.export.too_many': {
    ...conflict,
    retry: 'later',
    text: { en: 'At most {max} exports wait at a time.', es: 'Pueden esperar como máximo {max} exportaciones.' },
  },
  'reports.export.nowhere': {
    status: 503,
    till: 'error',
    retry: 'later',
    text: {
      en: 'This installation has no place for exports.',
      es: 'Esta instalación no tiene lugar para exportaciones.',
    },
  },
});
