import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { namedIn } from '../names.ts';
import { codeList, namesText } from '../parameter.ts';

/** The sale is rung up at one of the tills of one outlet; names of tills mean nothing without their outlet. */
export const terminalIn = defineCondition({
  code: 'terminal-in',
  version: 1,
  isStanding: false,
  asks: 'receipt',
  params: z.strictObject({ outlet: z.string().min(1).max(64), terminals: codeList }),
  trigger: ({ outlet }) => [{ dimension: 'outlet', names: [outlet] }],
  named: ({ outlet, terminals }) => [
    { of: 'outlet', name: outlet, at: ['outlet'] },
    ...namedIn('terminal', 'terminals', terminals).map((one) => ({ ...one, outlet })),
  ],
  limits: ({ outlet, terminals }) => [
    { fact: 'outlet', oneOf: [outlet] },
    { fact: 'terminal', oneOf: terminals },
  ],
  text: { en: 'at the tills {terminals} of {outlet}', es: 'en las cajas {terminals} de {outlet}' },
  missed: { en: 'the till is {terminal} of {outlet}', es: 'la caja es {terminal} de {outlet}' },
  example: {
    params: { outlet: 'centre', terminals: ['till-1', 'till-2'] },
    holds: { terminal: 'till-2' },
    fails: { outlet: { code: 'village', groups: [] }, terminal: 'till-2' },
  },
  words: ({ outlet, terminals }) => ({ outlet, terminals: namesText(terminals) }),
  prepare: ({ outlet, terminals }) => ({ outlet, terminals: new Set(terminals) }),
  holds: ({ outlet, terminals }, { basket }) => basket.outlet.code === outlet && terminals.has(basket.terminal),
  miss: (_, { basket }) => ({ terminal: basket.terminal, outlet: basket.outlet.code }),
});
