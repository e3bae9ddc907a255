import { defineRefusals } from '../../kernel/refusal.ts';

const declined = { status: 422, till: 'declined', retry: 'changed' } as const;

/** Everything that the room points may refuse. */
export const pointsRefusals = defineRefusals({
  'points.wallet.insufficient': {
    ...declined,
    text: { en: 'Only {available} is available, {asked} was asked.', es: 'Solo hay {available} disponible, se pidió {asked}.' },
  },
  'points.wallet.unknown': {
    ...declined,
    text: { en: 'There is no wallet {walletType}.', es: 'No existe el monedero {walletType}.' },
  },
  'points.wallet.frozen': {
    ...declined,
    retry: 'never',
    text: { en: 'This wallet is frozen.', es: 'Este monedero está congelado.' },
  },
  'points.wallet_type.exists': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: { en: 'The program has a wallet type {code} already.', es: 'El programa ya tiene un tipo de monedero {code}.' },
  },
  'points.wallet_type.malformed': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: { en: 'A limit of this wallet type cannot be read in its unit.', es: 'Un límite de este tipo de monedero no se puede leer en su unidad.' },
  },
  'points.hold.unknown': {
    status: 404,
    till: 'declined',
    retry: 'never',
    text: { en: 'There is no such hold.', es: 'No existe esa retención.' },
  },
  'points.hold.closed': {
    ...declined,
    retry: 'never',
    text: { en: 'The hold is {state}.', es: 'La retención está {state}.' },
  },
  'points.hold.exceeded': {
    ...declined,
    text: { en: 'The hold is for {held}; {asked} cannot be captured.', es: 'La retención es de {held}; no se puede capturar {asked}.' },
  },
  'points.transfer.same_member': {
    ...declined,
    text: { en: 'Giver and taker are the same member.', es: 'Quien da y quien recibe es el mismo socio.' },
  },
});
