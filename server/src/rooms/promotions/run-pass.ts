import { onlyPlaces } from './act.ts';
import type { Act, Against, Course } from './act.ts';
import type { BoundCondition } from './kind.ts';
import type { Group, Promotion, PromotionEffect } from './rulebook.ts';

/** What a pass needs to know of a promotion. */
export type Pass = {
  readonly effects: (promotion: Promotion) => readonly PromotionEffect[];
  /** The conditions that are asked when the promotion's turn comes; undefined when it is out whatever they say. */
  readonly conditions: (promotion: Promotion) => readonly BoundCondition[] | undefined;
  readonly told: (promotion: Promotion, against: Against) => void;
};

/** Lets the promotions act in their total order, each on what those before it left (semantics 3.9). */
export const runPass = (course: Course, promotions: readonly Promotion[], pass: Pass): void => {
  let settled: Set<string> | undefined;
  for (const [i, promotion] of promotions.entries()) {
    const effects = pass.effects(promotion);
    if (effects.length === 0) continue;
    const { group } = promotion;
    if (group !== undefined && (group.evaluate === 'highest' || group.evaluate === 'lowest')) {
      settled ??= new Set();
      if (settled.has(group.code)) continue;
      settled.add(group.code);
      contest(
        course,
        group,
        promotions.slice(i).filter((one) => one.group?.code === group.code),
        pass,
      );
      continue;
    }
    const conditions = pass.conditions(promotion);
    const against =
      conditions === undefined
        ? ({ reason: 'not_held' } as const)
        : (course.against(promotion, conditions) ?? course.act(promotion, effects));
    if (against !== undefined) pass.told(promotion, against);
  }
};

type Entry = { readonly promotion: Promotion; readonly acts: readonly Act[]; readonly worth: bigint };

/** Lets all of a group try from the same state, and keeps the one that gives most or least. Of equals the first in order wins. */
const contest = (course: Course, group: Group, members: readonly Promotion[], pass: Pass): void => {
  const entries: Entry[] = [];
  for (const promotion of members) {
    const effects = pass.effects(promotion);
    const conditions = pass.conditions(promotion);
    if (effects.length === 0) continue;
    const mark = course.mark();
    const before = conditions === undefined ? ({ reason: 'not_held' } as const) : course.against(promotion, conditions);
    const against = before ?? course.try(promotion, effects);
    if (against !== undefined) {
      pass.told(promotion, against);
      continue;
    }
    const acts = course.back(mark);
    entries.push({ promotion, acts, worth: acts.reduce((sum, { award }) => sum + award.points, 0n) });
  }
  if (entries.length === 0) return;
  if (group.scope === 'line') return contestLines(course, group, entries, pass);
  const isBetter = (one: Entry, best: Entry): boolean =>
    group.evaluate === 'highest' ? one.worth > best.worth : one.worth < best.worth;
  let best = entries[0] as Entry;
  for (const entry of entries) if (isBetter(entry, best)) best = entry;
  const since = course.acts.length;
  for (const act of best.acts) course.take(act);
  course.note(best.promotion, since);
  for (const { promotion } of entries)
    if (promotion !== best.promotion) pass.told(promotion, { reason: 'outdone', by: best.promotion.code });
};

const contestLines = (course: Course, group: Group, entries: readonly Entry[], pass: Pass): void => {
  const winners = new Map<number, { entry: Entry; worth: bigint }>();
  for (const entry of entries) {
    const perPlace = new Map<number, bigint>();
    for (const { award } of entry.acts)
      for (const [i, place] of award.at.entries())
        perPlace.set(place, (perPlace.get(place) ?? 0n) + (award.parts[i] as bigint));
    for (const [place, worth] of perPlace) {
      const best = winners.get(place);
      if (worth === 0n) continue;
      if (best === undefined || (group.evaluate === 'highest' ? worth > best.worth : worth < best.worth))
        winners.set(place, { entry, worth });
    }
  }
  const [first] = winners.values();
  for (const entry of entries) {
    const since = course.acts.length;
    for (const act of entry.acts) {
      const award = onlyPlaces(act.award, (place) => winners.get(place)?.entry === entry);
      if (award !== undefined) course.take({ ...act, award });
    }
    if (course.acts.length > since) course.note(entry.promotion, since);
    else pass.told(entry.promotion, { reason: 'outdone', by: first?.entry.promotion.code ?? group.code });
  }
};
