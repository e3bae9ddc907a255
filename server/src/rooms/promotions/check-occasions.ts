import type { Texts } from './language.ts';
import type { Bench } from './bench.ts';
import { isOwnOccasion } from './occasion.ts';
import type { Promotion, RulebookContent } from './rulebook.ts';

// What the program sees itself happens at no outlet; nobody shows a card, and nobody tells anything of it.
const NOT_OF_OWN: ReadonlySet<string> = new Set([
  ...['outlet-in', 'outlet-group-in', 'partner-in', 'card-in'],
  ...['occasion-attribute-is', 'occasion-attribute-between'],
]);
const OWN_WHAT: Texts = {
  en: 'what the program sees itself is at no outlet, with no card, and tells no attributes',
  es: 'lo que el programa ve por sí mismo no ocurre en ningún local, ni con tarjeta, ni trae atributos',
};

const NO_OCCASION: Texts = { en: 'a purchase is no occasion', es: 'una compra no es una ocasión' };
const NO_RECEIPT: Texts = {
  en: 'an occasion has no lines, no tenders and no till',
  es: 'una ocasión no tiene líneas, ni medios de pago, ni caja',
};
const NO_LINES_TO_GIVE_ON: Texts = {
  en: 'it gives on lines, and an occasion has none',
  es: 'da por líneas, y una ocasión no las tiene',
};

/** Notes what an occasion that the program sees itself can never meet. */
const checkOwn = ({ conditions, effects, limits }: Promotion, bench: Bench): void => {
  for (const [n, { kind }] of conditions.entries())
    if (NOT_OF_OWN.has(kind.code)) bench.problem('promotions.rulebook.never_fires', OWN_WHAT, 'conditions', n, 'kind');
  for (const { bound, rule } of effects)
    if (bound.kind.code === 'points-per-unit')
      bench.problem('promotions.rulebook.never_fires', OWN_WHAT, 'effects', rule.effect, 'kind');
  const ofCard = limits.findIndex(({ per, budget }) => per === 'card' && budget === undefined);
  if (ofCard >= 0) bench.problem('promotions.rulebook.never_fires', OWN_WHAT, 'limits', ofCard, 'per');
};

/**
 * Notes what cannot be together with what a promotion answers: on an occasion nothing is bought, so that lines, tenders and prices
 * give nothing and hold nothing; and a purchase tells nothing of an occasion.
 */
export const checkOccasion = (promotion: Promotion, bench: Bench): void => {
  const { on, conditions, effects, group, signals } = promotion;
  if (on !== undefined && isOwnOccasion(on)) checkOwn(promotion, bench);
  const never = (what: Texts, ...place: readonly (string | number)[]): void =>
    bench.problem('promotions.rulebook.never_fires', what, ...place);
  const other = on === undefined ? 'occasion' : 'receipt';
  for (const [n, { kind }] of conditions.entries())
    if (kind.asks === other) never(on === undefined ? NO_OCCASION : NO_RECEIPT, 'conditions', n, 'kind');
  for (const { bound, rule } of effects) {
    const { givesOn } = bound.kind;
    if (givesOn === other)
      never(on === undefined ? NO_OCCASION : NO_LINES_TO_GIVE_ON, ...(['effects', rule.effect, 'kind'] as const));
    else if (on !== undefined && 'lines' in bound.params && bound.params.lines !== undefined)
      never(
        { en: 'an occasion has no lines', es: 'una ocasión no tiene líneas' },
        'effects',
        rule.effect,
        'params',
        'lines',
      );
  }
  if (on !== undefined && group?.scope === 'line')
    never({ en: 'its group decides line by line', es: 'su grupo decide línea por línea' }, 'group');
  if (on !== undefined && signals.length > 0)
    bench.problem(
      'promotions.signal.malformed',
      {
        en: 'an occasion is at no till and by no cashier',
        es: 'una ocasión no ocurre en ninguna caja ni con ningún cajero',
      },
      'signals',
    );
};

/** Notes what names a promotion that answers something else, as if the two could meet: by excluding it, or by multiplying what it gives. */
export const checkNamesMeet = (
  { promotions }: RulebookContent,
  byCode: ReadonlyMap<string, Promotion>,
  bench: Bench,
): void => {
  for (const [i, { code, on, excludes }] of promotions.entries()) {
    const isElsewhere = (other: string): boolean => byCode.has(other) && byCode.get(other)?.on !== on;
    for (const [n, other] of excludes.entries())
      if (isElsewhere(other)) {
        const what = {
          en: `${other} answers something else: the two never meet`,
          es: `${other} responde a otra cosa: las dos nunca coinciden`,
        };
        bench.problem('promotions.rulebook.malformed', what, 'promotions', i, 'excludes', n);
      }
    for (const { bound, rule } of byCode.get(code)?.effects ?? []) {
      if (bound.needs === undefined || bound.needs.length === 0 || !bound.needs.every(isElsewhere)) continue;
      const place = ['promotions', i, 'effects', rule.effect, 'params', 'of'];
      bench.problem(
        'promotions.rulebook.never_fires',
        { en: 'all that it multiplies answers something else', es: 'todo lo que multiplica responde a otra cosa' },
        ...place,
      );
    }
  }
};

/** Notes promotions of a group that answer different things: they never meet. */
export const checkGroupsMeet = ({ promotions }: RulebookContent, bench: Bench): void => {
  const answers = new Map<string, string>();
  for (const [i, { on = '', group }] of promotions.entries()) {
    if (group === undefined) continue;
    const known = answers.get(group) ?? on;
    answers.set(group, known);
    if (known === on) continue;
    const what = {
      en: `the group ${group} has promotions that answer something else`,
      es: `el grupo ${group} tiene promociones que responden a otra cosa`,
    };
    bench.problem('promotions.rulebook.malformed', what, 'promotions', i, 'group');
  }
};
