import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that the room fraud may refuse. None of it is ever said to a till: no sale asks this room. */
export const fraudRefusals = defineRefusals({
  'fraud.signal.not_found': {
    status: 404,
    till: 'error',
    retry: 'never',
    text: { en: 'There is no such signal.', es: 'No existe esa señal.' },
  },
  'fraud.signal.released': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'The signal was released already: what it held is spendable again.',
      es: 'La señal ya fue liberada: lo que retenía se puede gastar de nuevo.',
    },
  },
  'fraud.filter.unknown': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no {what} {value}.', es: 'No existe {what} {value}.' },
  },
});
