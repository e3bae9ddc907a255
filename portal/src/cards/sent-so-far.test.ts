import { expect, test } from 'vitest';
import { NOT_SENT_MAX, NOTHING_SENT, withPage } from './sent-so-far.ts';

const refusal = { code: 'delivery.card.unfit_state', facts: { state: 'inactive' } };

test('what went out now, went out before and could not go out is counted over the pages', () => {
  const first = withPage(NOTHING_SENT, {
    items: [
      { serial: 1, delivery: 'dlv_1', state: 'queued', repeated: false },
      { serial: 2, refusal },
    ],
    ...{ withoutPhone: 3, next: 5 },
  });
  expect(first).toEqual({ sent: 1, before: 0, withoutPhone: 3, refused: 1, notSent: [{ serial: 2, refusal }], at: 5 });
  const last = withPage(first, {
    items: [{ serial: 6, delivery: 'dlv_6', state: 'sent', repeated: true }],
    withoutPhone: 0,
  });
  expect(last).toMatchObject({ sent: 1, before: 1, withoutPhone: 3, refused: 1, at: undefined });
});

test('all that could not go out are counted, and only so many are listed', () => {
  const items = Array.from({ length: NOT_SENT_MAX + 7 }, (_, at) => ({ serial: at + 1, refusal }));
  const so = withPage(NOTHING_SENT, { items, withoutPhone: 0 });
  expect(so.refused).toBe(NOT_SENT_MAX + 7);
  expect(so.notSent).toHaveLength(NOT_SENT_MAX);
});
