import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that the room tiers may refuse. */
export const tiersRefusals = defineRefusals({
  'tiers.definition.missing': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This program counts no tiers.', es: 'Este programa no cuenta niveles.' },
  },
  'tiers.definition.wrong': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The rules of tiers are wrong: {place} {what}.',
      es: 'Las reglas de los niveles son incorrectas: {place} {what}.',
    },
  },
  'tiers.definition.in_the_past': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'These rules would take force at {inForceFrom}, which has passed: only the first rules of a program may.',
      es: 'Estas reglas entrarían en vigor en {inForceFrom}, que ya pasó: solo pueden hacerlo las primeras de un programa.',
    },
  },
  'tiers.definition.version_taken': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'Somebody published other rules of tiers meanwhile: look at them first.',
      es: 'Alguien publicó otras reglas de niveles entretanto: consúltelas primero.',
    },
  },
  'tiers.level.unknown': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'The program has no tier {tier}.', es: 'El programa no tiene ningún nivel {tier}.' },
  },
  'tiers.by_hand.over': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'A tier that is given by hand ends after it begins: {until} has passed.',
      es: 'Un nivel dado a mano termina después de empezar: {until} ya pasó.',
    },
  },
});
