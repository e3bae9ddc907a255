import { formatQuantity } from '../../kernel/quantity.ts';
import { readableNumber } from '../../kernel/readable.ts';
import type { Grant, NotFired, NotFiredReason } from './adjudicate.ts';
import { conditionKind, effectKind } from './kinds.ts';
import { fillText, walletWord } from './language.ts';
import type { Language, Texts } from './language.ts';
import type { LimitContent } from './limits/limit-content.ts';
import { weekdaysText } from './parameter.ts';
import type { WeekdayName } from './parameter.ts';
import type { PromotionContent } from './rulebook.ts';

const PARTS = {
  counted: { en: 'Counted: {lines}.', es: 'Contado: {lines}.' },
  line: { en: 'line {line} {amount}', es: 'línea {line} {amount}' },
  source: {
    en: '{promotion} had {points}{earned}, adds {added}',
    es: '{promotion} tenía {points}{earned}, añade {added}',
  },
  earned: { en: ' ({amount} before rounding)', es: ' ({amount} antes de redondear)' },
  cut: { en: 'Cut from {uncapped} to {cap}.', es: 'Limitado de {uncapped} a {cap}.' },
  gives: { en: 'Gives {points} {wallet}: {lines}.', es: 'Da {points} {wallet}: {lines}.' },
  givesOnce: { en: 'Gives {points} {wallet}.', es: 'Da {points} {wallet}.' },
} as const satisfies Readonly<Record<string, Texts>>;

const REASONS: Readonly<Record<Exclude<NotFiredReason, 'promotions.condition.not_held'>, Texts>> = {
  'promotions.promotion.not_started': { en: 'it starts on {firstOn}', es: 'empieza el {firstOn}' },
  'promotions.promotion.ended': { en: 'it ended after {lastOn}', es: 'terminó después del {lastOn}' },
  'promotions.promotion.stopped': { en: '{by} lets nothing follow', es: '{by} no deja seguir a ninguna' },
  'promotions.promotion.excluded': { en: 'it does not go together with {by}', es: 'no se combina con {by}' },
  'promotions.promotion.incompatible': { en: 'it does not stack with {by}', es: 'no se acumula con {by}' },
  'promotions.promotion.outdone': {
    en: '{by} goes before it in its group',
    es: '{by} va delante en su grupo',
  },
  'promotions.promotion.over_cap': {
    en: 'it would give more than it may',
    es: 'daría más de lo permitido',
  },
  'promotions.promotion.exhausted': { en: 'nothing is left of its limit', es: 'su límite está agotado' },
  'promotions.promotion.nothing_granted': {
    en: 'nothing on the receipt brings anything',
    es: 'nada del recibo cuenta para ella',
  },
};

const PIECE_DECIMALS = 3;
const PART_DECIMALS = 4;

/** A fraction of smallest steps as a decimal: `21/2` is 10.5; what does not end within four more decimals says so: 3.3333…. */
const partText = (text: string, decimals: number, language: Language): string => {
  const [over = '0', under = '1'] = text.split('/');
  if (under === '1') return formatQuantity(BigInt(over), decimals);
  const scaled = BigInt(over) * 10n ** BigInt(PART_DECIMALS);
  const told = formatQuantity(scaled / BigInt(under), decimals + PART_DECIMALS);
  return scaled % BigInt(under) === 0n ? told.replace(/0+$/, '') : `${readableNumber(told, language)}…`;
};

/** How a grant came about, in sentences: the rule, what it counted, what was cut, what each line got. */
export const grantText = (
  { promotion, walletType, points, perLine, derivation }: Grant,
  language: Language,
): string => {
  const { rule, amounts, sources, uncapped } = derivation;
  const inPoints = (value: bigint | string): string => formatQuantity(BigInt(value), rule.decimals.points);
  const lineText = (line: number, amount: string): string =>
    fillText(PARTS.line, language, { line: String(line), amount });
  const kind = effectKind(rule.kind, rule.version);
  // What answers an occasion has no lines: everything else falls on some.
  const on = perLine.length === 0 ? 'occasion' : undefined;
  const said = [`${promotion}: ${kind?.say(rule.params, walletType, language, on) ?? rule.kind}.`];
  if (amounts !== undefined) {
    const decimals = kind?.counts === 'pieces' ? PIECE_DECIMALS : rule.decimals.money;
    const lines = amounts.map(([line, amount]) => lineText(line, formatQuantity(BigInt(amount), decimals)));
    said.push(fillText(PARTS.counted, language, { lines: lines.join(', ') }));
  }
  if (sources !== undefined) {
    const lines = sources.map((source) =>
      fillText(PARTS.source, language, {
        promotion: source.promotion,
        points: partText(source.points, rule.decimals.points, language),
        earned:
          source.earned === undefined
            ? ''
            : fillText(PARTS.earned, language, { amount: partText(source.earned, rule.decimals.points, language) }),
        added: inPoints(source.added),
      }),
    );
    said.push(fillText(PARTS.counted, language, { lines: lines.join(', ') }));
  }
  if (uncapped !== undefined) {
    said.push(fillText(PARTS.cut, language, { uncapped: inPoints(uncapped), cap: rule.cap ?? inPoints(points) }));
  }
  const lines = perLine.map(([line, part]) => lineText(line, inPoints(part)));
  said.push(
    fillText(PARTS[on === undefined ? 'gives' : 'givesOnce'], language, {
      points: inPoints(points),
      wallet: walletWord(walletType, language, inPoints(points)),
      lines: lines.join(', '),
    }),
  );
  return said.join(' ');
};

// What is said where the fact itself is not there.
const ABSENT: Readonly<Record<string, Texts>> = {
  'tier-in': { en: 'the buyer has no tier', es: 'el comprador no tiene nivel' },
  'segment-in': { en: 'the buyer is in no segment', es: 'el comprador no está en ningún segmento' },
  'card-in': { en: 'no card was shown', es: 'no se presentó ninguna tarjeta' },
  'coupon-shown': { en: 'no coupon was shown', es: 'no se presentó ningún cupón' },
  'birthday-window': { en: 'the birthday is not known', es: 'el cumpleaños no se conoce' },
  'days-since-visit': { en: 'there was no purchase before', es: 'no hubo ninguna compra antes' },
  'enrolled-for': { en: 'the buyer is not known', es: 'el comprador no se conoce' },
  'attribute-is': { en: '{attribute} is not known', es: 'no se conoce {attribute}' },
  'attribute-between': { en: '{attribute} is not known', es: 'no se conoce {attribute}' },
  'occasion-attribute-is': { en: '{attribute} was not told', es: 'no se dijo {attribute}' },
  'occasion-attribute-between': {
    en: '{attribute} was not told as a number',
    es: 'no se dijo {attribute} como número',
  },
};
const isAbsent = (value: string | undefined): boolean => value === '' || value === '–';

/** Facts as a reader says them: weekdays in his language, pieces without empty decimals. */
const inWords = (facts: NotFired['facts'], language: Language): NotFired['facts'] => {
  const { weekday, condition } = facts;
  if (weekday !== undefined) return { ...facts, weekday: weekdaysText([weekday as WeekdayName], language) };
  if (condition !== 'lines-include') return facts;
  return Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, text.replace(/\.0+$/, '')]));
};

/** Why a promotion gave nothing, in one sentence. */
export const notFiredText = ({ promotion, reason, facts }: NotFired, language: Language): string => {
  const kind = facts['condition'] ?? '';
  const absent = ABSENT[kind];
  const isKnown = absent === undefined || !Object.values(facts).some(isAbsent);
  if (!isKnown) return `${promotion}: ${fillText(absent, language, facts)}.`;
  const texts =
    reason === 'promotions.condition.not_held'
      ? conditionKind(kind, Number(facts['conditionVersion']))?.missed
      : REASONS[reason];
  return `${promotion}: ${texts === undefined ? reason : fillText(texts, language, inWords(facts, language))}.`;
};

const ONLY: Texts = { en: 'only', es: 'solo' };
const PAID_BY: Texts = { en: 'paid by {funding}', es: 'pagado por {funding}' };
const AT_MOST: Texts = { en: 'at most {max} {of} per {per}', es: 'como máximo {max} {of} por {per}' };
const SHARED: Texts = { en: 'from the shared budget {budget}', es: 'del presupuesto común {budget}' };
const COUNTED: Readonly<Record<string, Texts>> = {
  uses: { en: 'uses', es: 'usos' },
  points: { en: 'points', es: 'puntos' },
  money: { en: 'in money', es: 'en dinero' },
  receipt: { en: 'receipt', es: 'recibo' },
  member: { en: 'member', es: 'socio' },
  card: { en: 'card', es: 'tarjeta' },
  outlet: { en: 'outlet', es: 'local' },
  program: { en: 'program', es: 'programa' },
  day: { en: 'and day', es: 'y día' },
  week: { en: 'and week', es: 'y semana' },
  month: { en: 'and month', es: 'y mes' },
  quarter: { en: 'and quarter', es: 'y trimestre' },
  year: { en: 'and year', es: 'y año' },
  days: { en: 'in {days} days', es: 'en {days} días' },
};
const counted = (name: string, language: Language): string => COUNTED[name]?.[language] ?? name;

/** A limit in words: `at most 3 uses per member and month`. */
const limitText = ({ per, of, max, period, budget }: LimitContent, language: Language): string => {
  const said = [fillText(AT_MOST, language, { max, of: counted(of, language), per: counted(per, language) })];
  if (period !== undefined && period !== 'ever') {
    const when = typeof period === 'object' ? 'days' : period;
    const days: Record<string, string> = typeof period === 'object' ? { days: String(period.days) } : {};
    const texts = COUNTED[when];
    said.push(texts === undefined ? when : fillText(texts, language, days));
  }
  if (budget !== undefined) said.push(fillText(SHARED, language, { budget }));
  return said.join(' ');
};

const OCCASIONS: Readonly<Record<string, Texts>> = {
  enrolment: { en: 'for joining', es: 'por inscribirse' },
  birthday: { en: 'for the birthday', es: 'por el cumpleaños' },
};
const OCCASION: Texts = { en: 'for {name}', es: 'por {name}' };

/** An occasion in words: `for joining`, `for app-installed`. */
export const occasionText = (name: string, language: Language): string =>
  fillText(OCCASIONS[name] ?? OCCASION, language, { name });

/** A whole promotion in words, as its author may check it: what it gives, and when. */
export const promotionText = (
  { code, on, conditions, effects, limits = [], funding }: PromotionContent,
  language: Language,
): string => {
  const gives = effects.map(
    (effect) =>
      effectKind(effect.kind, effect.version)?.say(
        effect.params,
        effect.wallet ?? '',
        language,
        on === undefined ? undefined : 'occasion',
      ) ?? effect.kind,
  );
  const when = conditions.map(
    ({ kind, version, params }) => conditionKind(kind, version)?.say(params, '', language) ?? kind,
  );
  const bounds = [
    ...limits.map((limit) => limitText(limit, language)),
    ...(funding === undefined ? [] : [fillText(PAID_BY, language, { funding })]),
  ];
  const condition = when.length === 0 ? '' : `, ${ONLY[language]} ${when.join('; ')}`;
  return `${code}: ${on === undefined ? '' : `${occasionText(on, language)}: `}${gives.join('; ')}${condition}${bounds.map((bound) => `; ${bound}`).join('')}.`;
};
