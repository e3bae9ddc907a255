import { addSeconds, isoFromInstant } from '../../../kernel/instant.ts';
import { at, type ConformanceCase } from '../stage.ts';
import { receipt } from './sales.ts';

const lost: ConformanceCase = {
  code: 'unknown-outcome',
  title: 'a line that breaks after the message: the same again is booked once',
  play: async (stage) => {
    for (const when of ['sent', 'answering'] as const) {
      const message = receipt(stage, stage.reference(when));
      await stage.till.cut('/v1/sales', message, when);
      const answer = await stage.till.ask('/v1/sales', message);
      const where = when === 'sent' ? 'cut as it was away' : 'cut as the answer began';
      // Cut as it was away, it may have come or not: both are right, and the till need not know.
      const isFirst = when === 'sent' && answer.status === 201;
      const first = stage.booked(`${where}, then again`, answer, isFirst ? 'now' : 'then');
      const again = stage.booked(`${where}, once more`, await stage.till.ask('/v1/sales', message), 'then');
      stage.check(`${where}: all are one operation`, again === first, again);
    }
  },
};

// More than the most of a day that any program lets a till's clock be behind.
const LATE_SECONDS = 3 * 86_400;
// The prefix 99999 is nobody's range, and the last digit is not the one of Luhn.
const NOBODYS_CARD = '9999900000000001';

const late: ConformanceCase = {
  code: 'late-notice',
  title: 'what was sold without connection is told later, and booked',
  play: async (stage) => {
    const occurredAt = isoFromInstant(addSeconds(stage.now(), -LATE_SECONDS));
    const asked = { ...receipt(stage, stage.reference('asked')), occurredAt };
    stage.refused('asked so late', await stage.till.ask('/v1/sales', asked), 'partners.till.clock_wrong');
    const notice = { ...asked, reference: stage.reference('told'), manner: 'notice', offline: true };
    const first = stage.booked('told', await stage.till.ask('/v1/sales', notice), 'now');
    const again = stage.booked('told again', await stage.till.ask('/v1/sales', notice), 'then');
    stage.check('told again it is the same operation', again === first, again);
    const member = { card: NOBODYS_CARD };
    const odd = { ...notice, reference: stage.reference('odd'), member };
    const answer = await stage.till.ask('/v1/sales', odd);
    stage.booked('told with a card that nobody has', answer, 'now');
    stage.check('what does not fit is an exception', at(answer, 'exceptions', 0, 'code') !== '', answer.status);
  },
};

const many: ConformanceCase = {
  code: 'batch',
  title: 'many at once: one that is refused stops nobody',
  play: async (stage) => {
    const { place } = stage.till;
    const good = { op: 'sale', ...place, ...receipt(stage, stage.reference('good')) };
    const odd = { op: 'sale', ...place, ...receipt(stage, stage.reference('odd')), currency: 'XTS' };
    const last = { op: 'sale', ...place, ...receipt(stage, stage.reference('last')) };
    const answer = await stage.till.ask('/v1/batch', { operations: [good, odd, last] });
    const statusOf = (n: number): string => at(answer, 'answers', n, 'status');
    const statuses = [0, 1, 2].map(statusOf);
    stage.check(
      'each is answered in its place',
      statuses.every((status) => status !== ''),
      statuses,
    );
    stage.check('the first and the last are booked', statuses[0] === '201' && statuses[2] === '201', statuses);
    stage.check('the one between is refused', statuses[1]?.startsWith('4') === true, statuses);
  },
};

const unread: ConformanceCase = {
  code: 'unreadable',
  title: 'a field that is not known is refused, not ignored',
  play: async (stage) => {
    const message = { ...receipt(stage, stage.reference('unreadable')), amuont: '1.00' };
    const answer = await stage.till.ask('/v1/sales', message);
    stage.check('it is refused with 400', answer.status === 400, answer.status);
    stage.check('as the mistake of a programmer', at(answer, 'till') === 'error', at(answer, 'till'));
    const { amuont: _, ...right } = message;
    stage.booked('the same put right', await stage.till.ask('/v1/sales', right), 'now');
  },
};

/** Lines that break, messages that come late, many at once or wrong. */
export const lineCases: readonly ConformanceCase[] = [lost, late, many, unread];
