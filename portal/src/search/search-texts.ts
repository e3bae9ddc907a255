import { texts } from '../kit/texts.ts';

export const searchTexts = texts(
  {
    open: 'Search',
    ask: 'Phone, card, receipt, or name',
    hint: 'A phone with or without country, a whole card number, the number or the reference of a receipt, or how a family name begins.',
    nothing: 'Nobody and nothing has that name. A card is found by its whole number, a name by its beginning.',
    by: { phone: 'by phone', card: 'by card', name: 'by name', externalId: 'by external id', id: 'by id' },
    nameless: 'Member without a name',
    giftCard: 'Gift card {{masked}}',
  },
  {
    open: 'Buscar',
    ask: 'Teléfono, tarjeta, recibo o nombre',
    hint: 'Un teléfono con o sin país, un número de tarjeta completo, el número o la referencia de un recibo o el comienzo de un apellido.',
    nothing: 'Nadie ni nada se llama así. Una tarjeta se encuentra por su número completo, un nombre por su comienzo.',
    by: { phone: 'por teléfono', card: 'por tarjeta', name: 'por nombre', externalId: 'por id externo', id: 'por id' },
    nameless: 'Socio sin nombre',
    giftCard: 'Tarjeta regalo {{masked}}',
  },
);
