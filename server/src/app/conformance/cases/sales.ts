import { isoFromInstant } from '../../../kernel/instant.ts';
import { at, type ConformanceCase, type Stage } from '../stage.ts';

/** A receipt of two lines over 12.60, as any shop has it. */
export const receipt = ({ props, now }: Stage, reference: string): Record<string, unknown> => ({
  reference,
  occurredAt: isoFromInstant(now()),
  currency: props.currency,
  lines: [
    { line: 1, sku: 'conformance-1', amount: '7.80' },
    { line: 2, sku: 'conformance-2', quantity: '2', amount: '4.80' },
  ],
});

const TOTAL = '12.60';

const sale: ConformanceCase = {
  code: 'sale',
  title: 'a sale is booked',
  play: async (stage) => {
    const answer = await stage.till.ask('/v1/sales', receipt(stage, stage.reference('sale')));
    stage.booked('the sale', answer, 'now');
    stage.check(`its total is ${TOTAL}`, at(answer, 'total', 'amount') === TOTAL, at(answer, 'total', 'amount'));
    stage.check('it says when it was recorded', at(answer, 'recordedAt') !== '');
  },
};

const repeat: ConformanceCase = {
  code: 'repeat',
  title: 'the same again is answered as it was',
  play: async (stage) => {
    const message = receipt(stage, stage.reference('repeat'));
    const first = stage.booked('the first', await stage.till.ask('/v1/sales', message), 'now');
    for (const which of ['the second', 'the third']) {
      const again = stage.booked(which, await stage.till.ask('/v1/sales', message), 'then');
      stage.check(`${which} is the operation of the first`, again === first, again);
    }
  },
};

/** Wallets as a quote shows them: equal before and after means that nothing was booked between. */
async function walletsOf(stage: Stage, member: string): Promise<unknown> {
  const { reference: _, ...question } = receipt(stage, '');
  const answer = await stage.till.ask('/v1/sales/quote', { ...question, member: { card: member } });
  stage.check('a quote is answered, and shows wallets', Array.isArray(answer.body['wallets']), answer.status);
  return answer.body['wallets'] ?? [];
}

const pointsOnce: ConformanceCase = {
  code: 'points-once',
  title: 'a sale that is repeated earns once',
  needs: 'member',
  play: async (stage) => {
    const member = stage.props.member ?? '';
    const message = { ...receipt(stage, stage.reference('points')), member: { card: member } };
    const first = stage.booked('the sale', await stage.till.ask('/v1/sales', message), 'now');
    const before = await walletsOf(stage, member);
    const again = stage.booked('its repeat', await stage.till.ask('/v1/sales', message), 'then');
    stage.check('the repeat is the same operation', again === first, again);
    const after = await walletsOf(stage, member);
    const isSame = JSON.stringify(after) === JSON.stringify(before);
    stage.check('wallets stand as before the repeat', isSame, { before, after });
  },
};

const reused: ConformanceCase = {
  code: 'reference-reused',
  title: 'a reference with other content is refused',
  play: async (stage) => {
    const message = receipt(stage, stage.reference('reused'));
    stage.booked('the first', await stage.till.ask('/v1/sales', message), 'now');
    const other = { ...message, lines: [{ line: 1, sku: 'conformance-1', amount: '99.00' }] };
    stage.refused('other content', await stage.till.ask('/v1/sales', other), 'operation.reference_reused');
    stage.booked('the first content', await stage.till.ask('/v1/sales', message), 'then');
  },
};

const returns: ConformanceCase = {
  code: 'return-by-line',
  title: 'goods come back by line and quantity, and never more than were sold',
  play: async (stage) => {
    const sold = stage.reference('sold');
    stage.booked('the sale', await stage.till.ask('/v1/sales', receipt(stage, sold)), 'now');
    const back = (name: string, quantity: string): Record<string, unknown> => ({
      reference: stage.reference(name),
      occurredAt: isoFromInstant(stage.now()),
      original: { reference: sold },
      lines: [{ line: 2, quantity }],
    });
    const message = back('back', '1');
    const answer = await stage.till.ask('/v1/returns', message);
    const first = stage.booked('the return', answer, 'now');
    stage.check('it is booked', at(answer, 'state') === 'booked', at(answer, 'state'));
    stage.check('half of the line is given back', at(answer, 'refund', 0, 'amount') === '2.40', answer.body['refund']);
    const again = stage.booked('its repeat', await stage.till.ask('/v1/returns', message), 'then');
    stage.check('the repeat is the same operation', again === first, again);
    const more = await stage.till.ask('/v1/returns', back('too-much', '2'));
    stage.refused('more than is left', more, 'checkout.return.too_much');
  },
};

/** Sales, their repeats, and goods that come back. */
export const saleCases: readonly ConformanceCase[] = [sale, repeat, pointsOnce, reused, returns];
