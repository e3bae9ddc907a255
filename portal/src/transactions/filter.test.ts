import { describe, expect, test } from 'vitest';
import { reportFilterSchema, savedFilterSchema } from '../../../contract/reports.ts';
import { filterOf, isFiltered, readSearch, savedFilterOf, searchOf } from './filter.ts';

const WHOLE = {
  from: '2026-11-01',
  to: '2026-11-22',
  outlets: ['centro', 'playa'],
  terminals: ['centro/T1', 'playa/a/b'],
  cashiers: ['García, Ana'],
  kinds: ['checkout.sale'],
  walletTypes: ['points'],
  promotions: ['base'],
  cardRanges: ['club'],
  origin: 'offline',
  unit: 'EUR',
  min: '10.00',
  max: '60',
  receipt: '000187',
};

describe('an address', () => {
  test('with everything in it is a filter that the API takes', () => {
    const filter = filterOf(readSearch(WHOLE));
    expect(reportFilterSchema.parse(filter)).toMatchObject({
      terminals: [
        { outlet: 'centro', terminal: 'T1' },
        { outlet: 'playa', terminal: 'a/b' },
      ],
      amount: { unit: 'EUR', from: '10.00', to: '60' },
      receipt: '000187',
      cashiers: ['García, Ana'],
    });
  });

  test('that somebody wrote by hand means what can be meant', () => {
    expect(readSearch({ receipt: 187, outlets: 'centro', kinds: [], min: {}, nonsense: 'x', sort: 'upwards' })).toEqual(
      {
        receipt: '187',
        outlets: ['centro'],
        sort: 'upwards',
      },
    );
    expect(filterOf(readSearch({ origin: 'elsewhere', min: '5' }))).toEqual({});
    expect(isFiltered(readSearch({ sort: 'oldest', view: 'rvw_1' }))).toBe(false);
  });

  test('comes back from the view that was made of it, without the receipt', () => {
    const saved = savedFilterSchema.parse(savedFilterOf(readSearch(WHOLE)));
    const { receipt: _receipt, ...kept } = WHOLE;
    expect(searchOf(saved, 'largest', 'rvw_1')).toEqual({ ...kept, sort: 'largest', view: 'rvw_1' });
  });
});
