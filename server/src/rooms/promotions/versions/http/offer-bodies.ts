import type { z } from 'zod';
import type { offersSchema } from '../../../../../../contract/rulebook-versions.ts';
import { canonicalJson, digest } from '../../../../kernel/canonical.ts';
import { isoFromInstant, type Instant } from '../../../../kernel/instant.ts';
import { addDays } from '../../../../kernel/local-date.ts';
import type { Outlet, Partners } from '../../../partners/index.ts';
import type { Coupons } from '../../coupons/index.ts';
import type { Promotions } from '../../create-promotions.ts';
import { inTotalOrder } from '../../compile.ts';
import { promotionText } from '../../explain.ts';
import { HORIZON_DAYS, notOffline, type NotOffline, type Offer, type OfferSet } from '../../rotation/index.ts';
import type { PromotionContent, Rulebook } from '../../rulebook.ts';
import { scheduledOf } from '../plan.ts';

type Body = Omit<z.input<typeof offersSchema>, 'at'>;

// Eight bytes: two sets of one outlet never meet.
const VERSION_LENGTH = 16;

/**
 * Offer sets as the API shows them, with their rules and what a till may decide by itself. A set is told once and kept as long as the set
 * itself: it changes with the words of coupon series only.
 */
export const createOfferBodies = (deps: {
  readonly promotions: Pick<Promotions, 'list' | 'rulebookAt'>;
  readonly partners: Pick<Partners, 'settings'>;
  readonly coupons: Pick<Coupons, 'ofProgram'>;
}) => {
  const known = new WeakMap<OfferSet, { readonly words: string; readonly body: Body }>();
  return {
    bodyOf(program: number, outlet: Outlet, set: OfferSet, at: Instant): Body {
      const words = deps.coupons.ofProgram(program).map(({ code }) => code);
      const text = words.join(' ');
      const kept = known.get(set);
      if (kept?.words === text) return kept.body;
      const published = deps.promotions.list(program);
      const offers = [...set.live, ...set.next];
      const contents = contentsOf(published.map(({ ready }) => ready));
      const inOrder = offers
        .map(({ promotion }) => ({ promotion, content: contents.get(keyOf(promotion)) as PromotionContent }))
        .sort(({ content: a }, { content: b }) => inTotalOrder(a, b));
      const against = notOffline(
        inOrder.map(({ promotion }) => promotion),
        (word) => words.includes(word),
      );
      const tell = tellWith(contents, against);
      const taking = scheduledOf(published, at).map(({ inForceFrom }) => inForceFrom);
      const told = new Set(offers.map(({ promotion }) => keyOf(promotion)));
      const content: Omit<Body, 'version'> = {
        ...{ outlet: outlet.code, rulebook: set.rulebook },
        ...(set.changesAt !== undefined && { changesAt: isoFromInstant(set.changesAt) }),
        place: {
          groups: [...outlet.groups],
          partner: deps.partners.settings().partner(outlet.partner).code,
          zone: outlet.zone.name,
        },
        knownUntil: isoFromInstant(outlet.zone.startOfDay(addDays(outlet.zone.localOf(at).date, HORIZON_DAYS + 1))),
        rulebooks: [
          rulebookBody(deps.promotions.rulebookAt(program, at), told),
          ...taking.map((from) => ({
            ...rulebookBody(deps.promotions.rulebookAt(program, from), told),
            from: isoFromInstant(from),
          })),
        ],
        live: set.live.map(tell),
        next: set.next.map((one) => ({ ...tell(one), from: isoFromInstant(one.from) })),
      };
      const version = digest(canonicalJson([set.version, content]))
        .toString('hex')
        .slice(0, VERSION_LENGTH);
      const body = { ...content, version };
      known.set(set, { words: text, body });
      return body;
    },
  };
};

const rulebookBody = (
  { version, content, promotions }: Rulebook,
  told: ReadonlySet<string>,
): Body['rulebooks'][number] => ({
  version,
  promotions: promotions.map(keyOf).filter((key) => told.has(key)),
  ...(content.earnBase !== undefined && { earnBase: content.earnBase }),
  ...(content.units !== undefined && { units: content.units }),
  groups: content.groups ?? [],
});

// A promotion that is ready to decide has lost its words; its rulebook still has them.
const contentsOf = (rulebooks: readonly (() => Rulebook)[]): ReadonlyMap<string, PromotionContent> => {
  const contents = new Map<string, PromotionContent>();
  for (const ready of rulebooks)
    for (const one of ready().content.promotions)
      contents.set(keyOf({ code: one.code, version: one.version ?? 1 }), one);
  return contents;
};

const keyOf = ({ code, version }: { readonly code: string; readonly version: number }): string => `${code}/${version}`;

// As it was published, with everything said that may be left out there: a till needs no defaults of its own.
// But what raises a signal: whoever stands at a till is not told what is looked at.
const ruleOf = (
  promotion: Offer['promotion'],
  { signals: _signals, ...content }: PromotionContent,
): Body['live'][number]['rule'] =>
  ({
    ...content,
    conditions: promotion.conditions.map(({ kind, params }) => ({ kind: kind.code, version: kind.version, params })),
    effects: content.effects.map((effect, i) => ({ ...effect, params: promotion.effects[i]?.rule.params })),
    excludes: [...(promotion.excludedBy ?? [])].sort(),
  }) as Body['live'][number]['rule'];

const tellWith = (
  contents: ReadonlyMap<string, PromotionContent>,
  against: ReadonlyMap<Offer['promotion'], readonly NotOffline[]>,
) => {
  return ({ promotion, until }: Offer) => {
    const { code, version } = promotion;
    const content = contents.get(keyOf(promotion)) as PromotionContent;
    const because = against.get(promotion);
    return {
      ...{ promotion: code, version, priority: content.priority },
      ...(content.name && { name: content.name }),
      text: { en: promotionText(content, 'en'), es: promotionText(content, 'es') },
      excludes: [...(promotion.excludedBy ?? [])].sort(),
      ...(until !== undefined && { until: isoFromInstant(until) }),
      rule: ruleOf(promotion, content),
      offline: because === undefined ? { decides: true } : { decides: false, because: [...because] },
    };
  };
};
