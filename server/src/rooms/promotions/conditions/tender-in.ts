import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { codeList, namesText } from '../parameter.ts';

/** One of the tenders pays a part of the receipt, or nothing but these do. A receipt that names no tender has none. */
export const tenderIn = defineCondition({
  code: 'tender-in',
  version: 1,
  isStanding: false,
  asks: 'receipt',
  reads: ['tenders'],
  params: z.strictObject({ tenders: codeList, only: z.boolean().default(false) }),
  text: { en: 'where it is paid {only}with {tenders}', es: 'si se paga {only}con {tenders}' },
  missed: { en: 'it is paid with {tenders}', es: 'se paga con {tenders}' },
  example: {
    params: { tenders: ['card'] },
    holds: { tenders: ['points', 'card'] },
    fails: { tenders: ['cash'] },
  },
  words: ({ tenders, only }, language) => ({
    tenders: namesText(tenders),
    only: !only ? '' : language === 'en' ? 'wholly ' : 'únicamente ',
  }),
  prepare: ({ tenders, only }) => ({ tenders: new Set(tenders), only }),
  holds({ tenders, only }, { basket }) {
    const paid = basket.tenders ?? [];
    return paid.length > 0 && (only ? paid.every((one) => tenders.has(one)) : paid.some((one) => tenders.has(one)));
  },
  miss: (_, { basket }) => ({ tenders: namesText(basket.tenders ?? ['–']) }),
});
