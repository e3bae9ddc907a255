import { defineRefusals } from '../../kernel/refusal.ts';

const wrongInput = { status: 422, till: 'error', retry: 'changed' } as const;
const notFound = { status: 404, till: 'error', retry: 'changed' } as const;
const taken = { status: 409, till: 'error', retry: 'changed' } as const;

/** What this room refuses. */
export const programRefusals = defineRefusals({
  'programs.code.malformed': {
    ...wrongInput,
    text: {
      en: '"{code}" is not a code: 1 to 40 letters, digits, dots, dashes and underscores, a letter or digit first.',
      es: '«{code}» no es un código: de 1 a 40 letras, cifras, puntos, guiones y guiones bajos, primero letra o cifra.',
    },
  },
  'programs.tenant.code_malformed': {
    ...wrongInput,
    text: {
      en: '"{code}" is not a code of a tenant: 2 to 31 small letters, digits and dashes, a letter first.',
      es: '«{code}» no es un código de empresa: de 2 a 31 minúsculas, cifras y guiones, primero una letra.',
    },
  },
  'programs.tenant.unknown_country': {
    ...wrongInput,
    text: {
      en: '"{country}" is not a country of ISO 3166 with phone numbers, such as ES.',
      es: '«{country}» no es un país de ISO 3166 con números de teléfono, como ES.',
    },
  },
  'programs.tenant.code_taken': {
    ...taken,
    text: { en: 'There is a tenant {code} already.', es: 'Ya existe una empresa {code}.' },
  },
  'programs.tenant.not_for_bound': {
    status: 403,
    till: 'error',
    retry: 'never',
    text: {
      en: 'Programs and units are changed by a credential of the whole tenant, not by one of a partner or terminal.',
      es: 'Los programas y unidades los cambia una credencial de toda la empresa, no una de un socio o terminal.',
    },
  },
  'programs.unit.unknown_currency': {
    ...wrongInput,
    text: { en: '{unit} is not a currency of ISO 4217.', es: '{unit} no es una moneda de ISO 4217.' },
  },
  'programs.unit.code_is_currency': {
    ...wrongInput,
    text: {
      en: '{unit} is the code of a currency of ISO 4217, so points cannot have it.',
      es: '{unit} es el código de una moneda de ISO 4217, los puntos no pueden llevarlo.',
    },
  },
  'programs.unit.decimals_out_of_bounds': {
    ...wrongInput,
    text: {
      en: 'Points have 0 to {max} decimals, not {decimals}.',
      es: 'Los puntos tienen de 0 a {max} decimales, no {decimals}.',
    },
  },
  'programs.unit.decimals_not_iso': {
    ...wrongInput,
    text: {
      en: '{unit} has {decimals} decimals by ISO 4217.',
      es: '{unit} tiene {decimals} decimales según ISO 4217.',
    },
  },
  'programs.unit.code_taken': {
    ...taken,
    text: { en: 'There is a unit {code} already.', es: 'Ya existe una unidad {code}.' },
  },
  'programs.unit.not_found': {
    ...notFound,
    text: { en: 'There is no unit {unit}.', es: 'No existe la unidad {unit}.' },
  },
  'programs.program.unknown_zone': {
    ...wrongInput,
    text: {
      en: '"{zone}" is not a time zone of the IANA database, such as Europe/Madrid.',
      es: '«{zone}» no es una zona horaria de la base IANA, como Europe/Madrid.',
    },
  },
  'programs.program.currency_not_money': {
    ...wrongInput,
    text: {
      en: 'The currency of a program is money, and {unit} is points.',
      es: 'La moneda de un programa es dinero, y {unit} son puntos.',
    },
  },
  'programs.program.code_taken': {
    ...taken,
    text: { en: 'There is a program {code} already.', es: 'Ya existe un programa {code}.' },
  },
  'programs.program.not_found': {
    ...notFound,
    text: { en: 'There is no program {program}.', es: 'No existe el programa {program}.' },
  },
  'programs.program.closed': {
    status: 409,
    till: 'declined',
    retry: 'later',
    text: { en: 'The program {program} is closed.', es: 'El programa {program} está cerrado.' },
  },
});
