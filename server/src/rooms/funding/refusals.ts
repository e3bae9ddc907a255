import { defineRefusals } from '../../kernel/refusal.ts';

/** Every no about contracts of funding. That a block has too little is no refusal: the promotion does not act, and says so. */
export const fundingRefusals = defineRefusals({
  'funding.contract.unknown': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'The program has no funding contract {contract}.', es: 'El programa no tiene el contrato {contract}.' },
  },
  'funding.contract.code_taken': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The program has a funding contract {contract} already, with other terms.',
      es: 'El programa ya tiene un contrato {contract}, con otras condiciones.',
    },
  },
  'funding.contract.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: '{place}: {what}.', es: '{place}: {what}.' },
  },
  'funding.contract.not_for_bound': {
    status: 403,
    till: 'error',
    retry: 'never',
    text: {
      en: 'Funding contracts belong to the whole tenant; this credential is bound to a partner or a till.',
      es: 'Los contratos son de toda la empresa; esta credencial está ligada a un socio o a una caja.',
    },
  },
  'funding.block.not_prepaid': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'Only a prepaid contract buys blocks; {contract} is {terms}.',
      es: 'Solo un contrato prepago compra bloques; {contract} es {terms}.',
    },
  },
  'funding.block.reference_reused': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The reference {reference} was used for another block of this contract.',
      es: 'La referencia {reference} se usó para otro bloque de este contrato.',
    },
  },
});
