import { expect, test } from 'vitest';
import { FAMILY } from '../../platform/lanes/index.ts';
import type { Principal } from '../partners/index.ts';
import { nameOperation } from './operation-name.ts';

const caller = { tenant: 1, partner: 4 } as unknown as Principal;
const name = (inBody: string | undefined, inHeader: string | undefined) =>
  nameOperation(caller, FAMILY.card, inBody, inHeader);

test('an operation has the name that its body or its header gives it', () => {
  for (const named of [name('a', undefined), name(undefined, 'a'), name('a', 'a')])
    expect(named).toEqual({ ok: true, name: { space: 8n, family: FAMILY.card, reference: 'a' } });
});

test('an operation with two names that differ, or with none, is refused', () => {
  expect(name('a', 'b')).toMatchObject({ ok: false, refusal: 'operation.reference_differs' });
  expect(name(undefined, undefined)).toMatchObject({ ok: false, refusal: 'operation.reference_missing' });
});
