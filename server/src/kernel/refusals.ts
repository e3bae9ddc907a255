import { defineRefusals } from './refusal.ts';

/** What the kernel refuses. All of it is input that the sender has to change. */
export const kernelRefusals = defineRefusals({
  'kernel.quantity.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '"{quantity}" is not a plain decimal number such as 12.50.',
      es: '«{quantity}» no es un número decimal simple como 12.50.',
    },
  },
  'kernel.quantity.negative': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: '{quantity} is below zero.', es: '{quantity} es menor que cero.' },
  },
  'kernel.quantity.too_many_decimals': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '{quantity} has more than the {decimals} decimals of its unit.',
      es: '{quantity} tiene más decimales que los {decimals} de su unidad.',
    },
  },
  'kernel.quantity.too_large': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: '{quantity} is more than {max}.', es: '{quantity} es más que {max}.' },
  },
  'kernel.rate.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: '"{rate}" is not a rate such as 1.5 or 3/40.',
      es: '«{rate}» no es una proporción como 1.5 o 3/40.',
    },
  },
  'kernel.phone.malformed': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This is not a phone number. Give it with its country, as in +34 600 123 456.',
      es: 'No es un número de teléfono. Escríbalo con el país, como en +34 600 123 456.',
    },
  },
  'kernel.email.malformed': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'This is not an e-mail address such as lucia@example.com.',
      es: 'No es una dirección de correo como lucia@example.com.',
    },
  },
  'kernel.card_number.malformed': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'A card number has 4 to 64 digits and letters from A to Z.',
      es: 'Un número de tarjeta tiene de 4 a 64 cifras y letras de la A a la Z.',
    },
  },
});
