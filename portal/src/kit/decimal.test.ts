import { describe, expect, test } from 'vitest';
import { addDecimals, isDecimal, isNegative, isZero, negated, plainDecimal, readableDecimal } from './decimal.ts';

describe('quantities as text', () => {
  test('are added exactly, where a double would lose a step', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(addDecimals('900719925474099.3', '0.01')).toBe('900719925474099.31');
    expect(addDecimals('5', '-7.50')).toBe('-2.50');
    expect(addDecimals('-0.05', '0.02')).toBe('-0.03');
  });

  test('are turned round, and nothing stays nothing', () => {
    expect(negated('12.50')).toBe('-12.50');
    expect(negated('-3')).toBe('3');
    expect(isZero(negated('0.00'))).toBe(true);
    expect(isNegative('-0.00')).toBe(false);
  });

  test('are read as people type them: a decimal comma, blanks, a true minus', () => {
    expect(plainDecimal(' −1 200,50 ')).toBe('-1200.50');
    expect(plainDecimal('+70')).toBe('70');
    expect(isDecimal(plainDecimal('12,5'))).toBe(true);
    for (const wrong of ['', '-', '1.', '.5', '01', '1e3', 'ten']) expect(isDecimal(wrong), wrong).toBe(false);
  });

  test('are shown in the words of the language, whole and with a true minus', () => {
    expect(readableDecimal('1234567.50', 'en')).toBe('1,234,567.50');
    expect(readableDecimal('1234567.50', 'es')).toBe('1.234.567,50');
    expect(readableDecimal('-40', 'en')).toBe('−40');
    expect(readableDecimal('40', 'en', true)).toBe('+40');
    expect(readableDecimal('0', 'en', true)).toBe('0');
    expect(readableDecimal('999999999999999.99', 'en')).toBe('999,999,999,999,999.99');
  });
});
