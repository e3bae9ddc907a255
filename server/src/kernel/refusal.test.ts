import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { Fault } from './fault.ts';
import { defineRefusals, refuse } from './refusal.ts';
import { kernelRefusals } from './refusals.ts';

const entry = { status: 422, till: 'declined', retry: 'never', text: { en: 'No.', es: 'No.' } } as const;

describe('a refusal', () => {
  it('carries its dotted name and the facts that explain it', () => {
    expect(refuse('points.wallet.insufficient', { available: '3.00' })).toEqual({
      ok: false,
      refusal: 'points.wallet.insufficient',
      facts: { available: '3.00' },
    });
    expect(refuse('points.wallet.closed')).toEqual({ ok: false, refusal: 'points.wallet.closed' });
  });

  it('is listed under a dotted name, or the list is a bug', () => {
    expect(Object.keys(defineRefusals({ 'points.wallet.closed': entry }))).toEqual(['points.wallet.closed']);
    expect(Object.keys(defineRefusals({ 'operation.reference_reused': entry }))).toHaveLength(1);
    for (const name of [
      'closed',
      'Points.wallet.closed',
      'points..closed',
      'points.wallet.closed.now',
      'points.wallet-x.y',
    ]) {
      expect(() => defineRefusals({ [name]: entry }), name).toThrow(Bug);
    }
  });

  it('has an error for a status, or the list is a bug', () => {
    expect(() => defineRefusals({ 'points.wallet.closed': { ...entry, status: 200 } })).toThrow(Bug);
  });

  it('of the kernel has text in both languages with the same facts', () => {
    const facts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
    for (const [code, { text }] of Object.entries(kernelRefusals)) {
      expect(text.es, code).not.toBe(text.en);
      expect(facts(text.es), code).toEqual(facts(text.en));
    }
  });
});

describe('a fault', () => {
  it('says whether to try again, and keeps its cause', () => {
    const cause = new Error('connection reset');
    const fault = new Fault('the journal did not answer', { retry: 'unknown', cause });
    expect(fault).toMatchObject({ name: 'Fault', retry: 'unknown', cause });
    expect('cause' in new Fault('no room', { retry: 'safe' })).toBe(false);
  });
});
