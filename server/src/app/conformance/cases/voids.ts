import { isoFromInstant } from '../../../kernel/instant.ts';
import { at, type ConformanceCase, type Stage } from '../stage.ts';
import { receipt } from './sales.ts';

const voidOf = (stage: Stage, name: string, target: string): Record<string, unknown> => ({
  reference: stage.reference(name),
  occurredAt: isoFromInstant(stage.now()),
  target: { family: 'sale', reference: target },
});

const voids: ConformanceCase = {
  code: 'void',
  title: 'a sale is undone by its reference',
  play: async (stage) => {
    const target = stage.reference('sale');
    stage.booked('the sale', await stage.till.ask('/v1/sales', receipt(stage, target)), 'now');
    const message = voidOf(stage, 'void', target);
    const answer = await stage.till.ask('/v1/voids', message);
    const first = stage.booked('the void', answer, 'now');
    stage.check('it undid a sale', at(answer, 'state') === 'booked', at(answer, 'state'));
    const again = stage.booked('its repeat', await stage.till.ask('/v1/voids', message), 'then');
    stage.check('the repeat is the same operation', again === first, again);
  },
};

const voidBefore: ConformanceCase = {
  code: 'void-before-original',
  title: 'a void that comes before its sale keeps it out',
  play: async (stage) => {
    const target = stage.reference('sale');
    const answer = await stage.till.ask('/v1/voids', voidOf(stage, 'void', target));
    stage.booked('the void', answer, 'now');
    stage.check('it says that none had come', at(answer, 'state') === 'closed', at(answer, 'state'));
    for (const which of ['the sale that comes now', 'and again']) {
      const late = await stage.till.ask('/v1/sales', receipt(stage, target));
      stage.refused(which, late, 'operation.voided_before');
    }
  },
};

/** Undoing, in the order of events and against it. */
export const voidCases: readonly ConformanceCase[] = [voids, voidBefore];
