import type { z } from 'zod';
import type { Texts } from './language.ts';

// What a schema finds is said in English by the library. The rooms' own sentences have their Spanish here, by their English; the rest is
// said anew from what the finding holds.

const OWN: Readonly<Record<string, string>> = {
  'is no plain decimal like 12.50': 'no es un decimal sencillo como 12.50',
  'is no day like 2026-11-22': 'no es un día como 2026-11-22',
  'is no factor like 1.5 or 3/2': 'no es un factor como 1.5 o 3/2',
  'is no time like 18:30': 'no es una hora como 18:30',
  'is no percentage like 12.5': 'no es un porcentaje como 12.5',
  'is no code of small letters, digits and hyphens': 'no es un código de minúsculas, cifras y guiones',
  'is no name of small letters, digits and hyphens': 'no es un nombre de minúsculas, cifras y guiones',
  'is no path like food/dairy': 'no es una ruta como food/dairy',
  'has too many prices': 'tiene demasiados precios',
  'has no price': 'no tiene ningún precio',
  'names neither types nor ranges nor batches': 'no indica ni tipos ni rangos ni lotes',
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texto',
  number: 'un número',
  int: 'un número entero',
  bigint: 'un número entero',
  boolean: 'sí o no (true o false)',
  object: 'un objeto',
  record: 'un objeto',
  array: 'una lista',
  undefined: 'nada',
  null: 'nada (null)',
  NaN: 'nada que sea un número',
};
const typeIn = (name: string): string => TYPES[name] ?? name;

const COUNTED: Readonly<Record<string, string>> = { string: 'caracteres', array: 'elementos', set: 'elementos' };

const sizeText = (origin: string, most: 'al menos' | 'como máximo', size: string): string => {
  const counted = COUNTED[origin];
  return counted === undefined ? `debe ser ${most} ${size}` : `debe tener ${most} ${size} ${counted}`;
};

const spanish = (issue: z.core.$ZodIssue): string => {
  const own = OWN[issue.message];
  if (own !== undefined) return own;
  switch (issue.code) {
    case 'invalid_type': {
      const received = /received (\w+)/.exec(issue.message)?.[1];
      return `se esperaba ${typeIn(issue.expected)}${received === undefined ? '' : ` y hay ${typeIn(received)}`}`;
    }
    case 'too_small':
      return sizeText(issue.origin, 'al menos', String(issue.minimum));
    case 'too_big':
      return sizeText(issue.origin, 'como máximo', String(issue.maximum));
    case 'invalid_value':
      return `debe ser ${issue.values.length === 1 ? '' : 'uno de '}${issue.values.map((value) => `«${String(value)}»`).join(', ')}`;
    case 'not_multiple_of':
      return `debe ser múltiplo de ${issue.divisor}`;
    case 'unrecognized_keys':
      return `no tiene los campos ${issue.keys.join(', ')}`;
    case 'invalid_format':
      return 'no tiene la forma prevista';
    default:
      return 'no es ninguna de las formas previstas';
  }
};

/** What a schema found, as a sentence in every language. */
export const wordsOfIssue = (issue: z.core.$ZodIssue): Texts => ({ en: issue.message, es: spanish(issue) });
