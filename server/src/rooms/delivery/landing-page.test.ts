import { describe, expect, test } from 'vitest';
import { drawBarcode } from './barcode.ts';
import { landingPage, worthText } from './landing-page.ts';
import { iconOf } from './pass-icon.ts';

describe('an amount on the page', () => {
  test.each([
    ['25.00', 'EUR', '€25.00', '25,00 €'],
    ['12345.60', 'EUR', '€12,345.60', '12.345,60 €'],
    ['1500', 'JPY', 'JP¥1,500', '1500 JPY'],
    ['9007199254740993.01', 'EUR', '€9,007,199,254,740,993.01', '9.007.199.254.740.993,01 €'],
    ['100', 'points', '100 points', '100 points'],
    ['12,5', 'EUR', '12,5 EUR', '12,5 EUR'],
  ])('%s %s is written as people of the language do', (balance, unit, en, es) => {
    const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
    expect([plain(worthText({ balance, unit }, 'en')), plain(worthText({ balance, unit }, 'es'))]).toEqual([en, es]);
  });
});

test('a brand with markup in its name is text, and a colour that is none is not put into the style', () => {
  const colours = { background: '#fff;}body{display:none', foreground: '#ffffff', label: '#ffffff' };
  const shown = { brand: '<b>&Co', masked: '••••0017', balance: '1.00', unit: 'EUR', colours, stores: {} };
  const { html } = landingPage(shown as never, 'es');
  expect(html).toContain('&#60;b&#62;&#38;Co');
  expect(html).not.toContain('display:none');
});

test.each([
  ['code128', '6012000000000017', 10],
  ['ean13', '2990000000019', 11],
  ['qr', '6012000000000017', 4],
] as const)('%s has as much white around it as its standard wants', async (symbology, text, modules) => {
  const drawn = await drawBarcode(text, symbology, 'svg');
  if (!drawn.ok) throw new Error(drawn.refusal);
  const svg = String(drawn.image);
  const scale = symbology === 'qr' ? 6 : 3;
  const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  // Bars are lines of the path: the first and the last ink of the picture.
  const xs = [...svg.matchAll(/[ML](\d+(?:\.\d+)?) /g)].map((match) => Number(match[1]));
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  expect(first).toBeGreaterThanOrEqual((modules - 1) * scale);
  expect(width - last).toBeGreaterThanOrEqual((modules - 1) * scale);
});

test('an icon shows a card on its ground, in every size', () => {
  for (const side of [29, 58, 87]) {
    expect(iconOf('#1f3a5f', side).subarray(1, 4).toString()).toBe('PNG');
    expect(iconOf('#1f3a5f', side, '#ffffff')).not.toEqual(iconOf('#1f3a5f', side, '#1f3a5f'));
  }
});
