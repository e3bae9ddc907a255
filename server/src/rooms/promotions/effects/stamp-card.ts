import { z } from 'zod';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { codeText, quantityText } from '../parameter.ts';
import { shareAward } from '../share-points.ts';

const PIECE = 1_000n;
const STAMPS_MAX = 1_000;

/**
 * A stamp for each whole piece, or one for the receipt or the occasion; each time the card is full its points are given and a new card is
 * begun. Stamps of before come with the member; nobody known collects none.
 */
export const stampCard = defineEffect({
  code: 'stamp-card',
  version: 1,
  givesOn: 'either',
  reads: ['counters'],
  params: z.strictObject({
    card: codeText,
    size: z.int().min(2).max(STAMPS_MAX),
    points: quantityText,
    stampFor: z.enum(['piece', 'receipt']).default('piece'),
    lines: lineFilterSchema.optional(),
  }),
  text: {
    en: '{points} {wallet} for each {size} stamps of the card {card}, a stamp for each {what} {lines}',
    es: '{points} {wallet} por cada {size} sellos de la tarjeta {card}, un sello por {what} {lines}',
  },
  textOnOccasion: {
    en: 'a stamp on the card {card}, {points} {wallet} for each {size}',
    es: 'un sello en la tarjeta {card}, {points} {wallet} por cada {size}',
  },
  example: {
    params: { card: 'coffee', size: 6, points: '100', lines: { categories: ['food'] } },
    basket: {
      lines: [{ quantity: 3_000n }],
      member: {
        tier: 'base',
        attributes: {},
        enrolledOn: '2026-01-15' as never,
        purchases: 3,
        counters: { 'stamps.coffee': 4 },
      },
    },
    points: 100n,
  },
  undo: decideAgain,
  words: ({ params: { card, size, points, stampFor, lines }, wallet }, language) => ({
    ...{ card, points, wallet },
    size: String(size),
    what: { en: { piece: 'piece of', receipt: 'receipt with' }, es: { piece: 'unidad de', receipt: 'recibo con' } }[
      language
    ][stampFor],
    lines: lineFilterText(lines, language),
  }),
  prepare: ({ card, size, points, stampFor, lines }, bench, wallet) => ({
    card,
    size,
    points: bench.positive(points, wallet.decimals, 'points'),
    isPerPiece: stampFor === 'piece',
    counting: bench.counting(lines, { of: 'quantity', tax: 'included' }),
  }),
  apply({ card, size, points, isPerPiece, counting }, facts) {
    const { member, occasion } = facts.basket;
    if (member !== undefined && occasion !== undefined) {
      const before = (member.counters?.[`stamps.${card}`] ?? 0) % size;
      return { points: before + 1 === size ? points : 0n, at: [], parts: [], stamps: { card, count: 1 } };
    }
    const { at, parts: quantities } = facts.amount(counting);
    if (member === undefined || at.length === 0) return undefined;
    const pieces = quantities.map((quantity) => quantity / PIECE);
    const count = isPerPiece ? Number(pieces.reduce((sum, one) => sum + one, 0n)) : 1;
    if (count === 0) return undefined;
    const before = (member.counters?.[`stamps.${card}`] ?? 0) % size;
    const full = BigInt(Math.floor((before + count) / size));
    const weights = isPerPiece ? pieces : at.map(() => 1n);
    const given = full * points;
    const sum = weights.reduce((all, one) => all + one, 0n);
    const stamps = { card, count };
    if (given === 0n) return { points: given, at, parts: at.map(() => 0n), stamps };
    return { ...shareAward(given, at, weights, sum), stamps };
  },
});
