import { defineRefusals } from '../../kernel/refusal.ts';

/** What the guard refuses. It never says which of its counters was full. */
export const guardRefusals = defineRefusals({
  'guards.attempts.too_many': {
    status: 429,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'Too many attempts; try again in {retry_after_s} seconds.',
      es: 'Demasiados intentos; inténtelo de nuevo en {retry_after_s} segundos.',
    },
  },
});
