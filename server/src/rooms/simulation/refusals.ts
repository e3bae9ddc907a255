import { defineRefusals } from '../../kernel/refusal.ts';

/** Every no of the room; those about content are of `promotions`. */
export const simulationRefusals = defineRefusals({
  'simulation.run.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no such simulation.', es: 'No existe esa simulación.' },
  },
  'simulation.run.nothing_to_run': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'Name a draft or give a rulebook, not both.', es: 'Indique un borrador o un reglamento, no ambos.' },
  },
  'simulation.scenario.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no such scenario in the library.', es: 'No existe ese escenario en la biblioteca.' },
  },
  'simulation.scenario.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The scenario is wrong at {place}: {what}. Problems in all: {problems}.',
      es: 'El escenario es incorrecto en {place}: {what}. Problemas en total: {problems}.',
    },
  },
  'simulation.run.too_many': {
    status: 429,
    till: 'error',
    retry: 'later',
    text: {
      en: 'At most {max} simulations of a tenant wait at once.',
      es: 'Como máximo esperan {max} simulaciones de una empresa a la vez.',
    },
  },
});
