import { defineRefusals } from '../../kernel/refusal.ts';

/** Every no of the room, all of them when a rulebook is published; those about its content name the place. */
export const promotionsRefusals = defineRefusals({
  'promotions.rulebook.not_for_bound': {
    status: 403,
    till: 'error',
    retry: 'never',
    text: {
      en: 'Rulebooks belong to the whole tenant; this credential is bound to a partner or a till.',
      es: 'Los reglamentos son de toda la empresa; esta credencial está ligada a un socio o a una caja.',
    },
  },
  'promotions.rulebook.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no rulebook of version {version}.', es: 'No hay reglamento de versión {version}.' },
  },
  'promotions.rulebook.in_the_past': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'A rulebook takes force in the future, and {inForceFrom} has passed; version {version} stays in force.',
      es: 'Un reglamento entra en vigor en el futuro, y {inForceFrom} ya pasó; la versión {version} sigue en vigor.',
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
  'promotions.rulebook.unknown_group': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the rulebook has no group {what} (problems: {problems}).',
      es: '{place}: el reglamento no tiene el grupo {what} (problemas: {problems}).',
    },
  },
  'promotions.rulebook.unknown_name': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the program has no {what} (problems: {problems}).',
      es: '{place}: el programa no tiene {what} (problemas: {problems}).',
    },
  },
  'promotions.rulebook.exclusives_overlap': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: {what}; give one of them another priority (problems: {problems}).',
      es: '{place}: {what}; dé a una de ellas otra prioridad (problemas: {problems}).',
    },
  },
  'promotions.rulebook.expression_invalid': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the expression does not hold together: {what} (problems: {problems}).',
      es: '{place}: la expresión no es correcta: {what} (problemas: {problems}).',
    },
  },
  'promotions.rulebook.expression_too_dear': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the expression costs too much: {what} (problems: {problems}).',
      es: '{place}: la expresión cuesta demasiado: {what} (problemas: {problems}).',
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
  'promotions.limit.is_signal': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: a limit by {what} is a signal, not a condition: put it among the signals of the promotion, which are counted after the sale and never stop it (problems: {problems}).',
      es: '{place}: un límite por {what} es una señal, no una condición: póngalo entre las señales de la promoción, que se cuentan después de la venta y nunca la detienen (problemas: {problems}).',
    },
  },
  'promotions.signal.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the signal cannot be counted: {what} (problems: {problems}).',
      es: '{place}: la señal no se puede contar: {what} (problemas: {problems}).',
    },
  },
  'promotions.limit.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: the limit cannot be counted: {what} (problems: {problems}).',
      es: '{place}: el límite no se puede contar: {what} (problemas: {problems}).',
    },
  },
  'promotions.funding.unknown': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: {what} (problems: {problems}).',
      es: '{place}: {what} (problemas: {problems}).',
    },
  },
  'promotions.limit.below_reserved': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: {what} (problems: {problems}).',
      es: '{place}: {what} (problemas: {problems}).',
    },
  },
  'promotions.rulebook.counts_twice': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{place}: this counts the money of gift cards twice: {what} (problems: {problems}).',
      es: '{place}: esto cuenta dos veces el dinero de las tarjetas regalo: {what} (problemas: {problems}).',
    },
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

/** What publishing may refuse. */
export type PublishRefusalCode = Exclude<
  keyof typeof promotionsRefusals,
  'promotions.rulebook.not_for_bound' | 'promotions.rulebook.not_found'
>;

/** What a rulebook may be refused for by what stands in it, published or not. */
export const CONTENT_REFUSALS = [
  'promotions.rulebook.malformed',
  'promotions.rulebook.unknown_field',
  'promotions.rulebook.unknown_kind',
  'promotions.rulebook.unknown_wallet_type',
  'promotions.rulebook.unknown_promotion',
  'promotions.rulebook.unknown_group',
  'promotions.rulebook.unknown_name',
  'promotions.rulebook.code_taken',
  'promotions.rulebook.exclusives_overlap',
  'promotions.rulebook.expression_invalid',
  'promotions.rulebook.expression_too_dear',
  'promotions.rulebook.not_above_zero',
  'promotions.rulebook.never_fires',
  'promotions.rulebook.counts_twice',
  'promotions.limit.is_signal',
  'promotions.limit.malformed',
  'promotions.signal.malformed',
  'promotions.funding.unknown',
] as const satisfies readonly PublishRefusalCode[];

/** What it may be refused for when it is published, whichever way: at once, by a draft, by the yes of a second person. */
export const PUBLISH_REFUSALS = [
  ...CONTENT_REFUSALS,
  'promotions.rulebook.version_taken',
  'promotions.rulebook.in_the_past',
  'promotions.limit.below_reserved',
] as const satisfies readonly PublishRefusalCode[];
