import { defineRefusals } from '../../kernel/refusal.ts';

/** What is refused of a write that comes again under its name. `operation.reference_reused` is the lanes' word for the same thing. */
export const repeatsRefusals = defineRefusals({
  'operation.under_way': {
    status: 409,
    till: 'retry',
    retry: 'same',
    text: {
      en: 'The same is being done at this moment. Ask again shortly under the same reference.',
      es: 'Lo mismo se está haciendo en este momento. Pregunte de nuevo en breve con la misma referencia.',
    },
  },
  'operation.outcome_lost': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'This was begun before and cut off. Look whether it was done; if not, send it under a new reference.',
      es: 'Esto se empezó antes y quedó cortado. Mire si se hizo; si no, envíelo con otra referencia.',
    },
  },
});
