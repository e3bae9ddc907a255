import { defineRefusals } from '../../kernel/refusal.ts';

/** Every no of the room. All but the first two are found when a rulebook is published, and name the place. */
export const promotionsRefusals = defineRefusals({
  'promotions.rulebook.in_the_past': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'A rulebook takes force in the future; {inForceFrom} has passed or lies before version {version}.',
      es: 'Un reglamento entra en vigor en el futuro; {inForceFrom} ya pasó o es anterior a la versión {version}.',
    },
  },
  'promotions.rulebook.version_taken': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The next version is {next}, not {version}: somebody has published meanwhile.',
      es: 'La próxima versión es {next}, no {version}: alguien ha publicado entretanto.',
    },
  },
  'promotions.rulebook.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: '{place}: {what} (problems: {problems}).', es: '{place}: {what} (problemas: {problems}).' },
  },
  'promotions.rulebook.unknown_field': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: {what} is no field here (problems: {problems}).',
      es: '{place}: {what} no es un campo aquí (problemas: {problems}).',
    },
  },
  'promotions.rulebook.unknown_kind': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: there is no kind {what} (problems: {problems}).',
      es: '{place}: no existe el tipo {what} (problemas: {problems}).',
    },
  },
  'promotions.rulebook.unknown_wallet_type': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the program has no wallet type {what} (problems: {problems}).',
      es: '{place}: el programa no tiene el tipo de monedero {what} (problemas: {problems}).',
    },
  },
  'promotions.rulebook.unknown_promotion': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the rulebook has no promotion {what} (problems: {problems}).',
      es: '{place}: el reglamento no tiene la promoción {what} (problemas: {problems}).',
    },
  },
  'promotions.rulebook.code_taken': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the code {what} is used twice (problems: {problems}).',
      es: '{place}: el código {what} se usa dos veces (problemas: {problems}).',
    },
  },
  'promotions.rulebook.not_above_zero': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: '{place}: {what} (problems: {problems}).', es: '{place}: {what} (problemas: {problems}).' },
  },
  'promotions.rulebook.never_fires': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: this can never fire: {what} (problems: {problems}).',
      es: '{place}: esto nunca puede aplicarse: {what} (problemas: {problems}).',
    },
  },
});

export type RefusalCode = keyof typeof promotionsRefusals;
