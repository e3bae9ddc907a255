import { describe, expect, test } from 'vitest';
import { listHouseTemplates } from './house-templates.ts';
import { CARRIED, refuseWithoutNeeded } from './needed-facts.ts';
import { factsNamed } from './render.ts';
import type { Template } from './template.ts';

const code: Template = {
  ...{ template: 'sign-in-code', kind: 'email', language: 'en', subject: 'Your code', html: '' },
  body: 'It is {{ code }}.',
};
const detailOf = (change: Partial<Template>) => refuseWithoutNeeded({ ...code, ...change })?.facts?.['detail'];

describe('words of a message that carries a code', () => {
  test('are taken where they say it, in both parts where there are two', () => {
    expect(refuseWithoutNeeded(code)).toBeUndefined();
    expect(refuseWithoutNeeded({ ...code, html: '<b>{{ code | escape }}</b>' })).toBeUndefined();
    expect(refuseWithoutNeeded({ ...code, body: '{% assign it = code %}{{ it }} {{ tenant }}' })).toBeUndefined();
  });

  test('are refused without it, in a sentence that says which part lacks what', () => {
    expect(detailOf({ body: 'Welcome back' })).toBe(
      'Its body does not say {{ code }}, which is what this message is for.',
    );
    expect(detailOf({ html: '<b>Welcome back</b>' })).toContain('Its html does not say {{ code }}');
    expect(detailOf({ body: 'It is code.' })).toContain('{{ code }}');
    // Assigned is not the fact that the message holds.
    expect(detailOf({ body: '{% assign code = "12345678" %}{{ code }}' })).toContain('{{ code }}');
  });

  test('are refused with a fact that such messages do not have: every one of them would fail', () => {
    expect(detailOf({ body: '{{ code }} for {{ name }}' })).toBe(
      'This message has no {{ name }}; it has {{ code }}, {{ tenant }}, {{ minutes }}.',
    );
    expect(detailOf({ subject: '{{ kode }}' })).toContain('{{ kode }}');
  });
});

test('every message of the house that carries something is listed, says it, and has no other facts', () => {
  const wrong = listHouseTemplates().flatMap((one) => {
    const named = factsNamed(`${one.subject}\n${one.body}`);
    const carries = ['code', 'url'].filter((name) => named.has(name));
    const known = CARRIED[`${one.template}.${one.kind}`];
    if (carries.length === 0 && known === undefined) return [];
    const isRight = carries.join() === known?.needed && refuseWithoutNeeded(one) === undefined;
    return isRight ? [] : [`${one.template}.${one.kind}.${one.language}`];
  });
  expect(wrong).toEqual([]);
});

test('words of another message may say what they like', () => {
  expect(refuseWithoutNeeded({ ...code, template: 'birthday', body: 'Happy birthday, {{ name }}' })).toBeUndefined();
});
