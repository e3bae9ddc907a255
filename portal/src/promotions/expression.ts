import { asText } from '../acts/field.ts';
import type { RuleGroupType, RuleType } from 'react-querybuilder';

/** A fact that a free condition may ask about, and how it is compared. */
export type Fact = {
  readonly name: string;
  readonly is: 'money' | 'number' | 'text' | 'day' | 'list' | 'line';
};

/** What a receipt offers to a free condition. A `line` holds when any line of the receipt has it. */
export const FACTS: readonly Fact[] = [
  { name: 'total', is: 'money' },
  { name: 'gross', is: 'money' },
  { name: 'outlet', is: 'text' },
  { name: 'groups', is: 'list' },
  { name: 'partner', is: 'text' },
  { name: 'channel', is: 'text' },
  { name: 'date', is: 'day' },
  { name: 'weekday', is: 'number' },
  { name: 'hour', is: 'number' },
  { name: 'coupons', is: 'list' },
  { name: 'tenders', is: 'list' },
  { name: 'member.tier', is: 'text' },
  { name: 'member.segments', is: 'list' },
  { name: 'member.purchases', is: 'number' },
  { name: 'line.brand', is: 'line' },
  { name: 'line.category', is: 'line' },
  { name: 'line.sku', is: 'line' },
];

const ORDER = ['=', '!=', '>', '>=', '<', '<='] as const;
/** How a fact of each sort may be compared. */
export const OPERATORS: Readonly<Record<Fact['is'], readonly string[]>> = {
  money: ORDER,
  number: ORDER,
  day: ORDER,
  text: ['=', '!='],
  list: ['contains', 'doesNotContain'],
  line: ['=', '!=', 'beginsWith'],
};

export const factNamed = (name: string): Fact => FACTS.find((fact) => fact.name === name) ?? FACTS[0]!;
const quoted = (value: unknown): string => JSON.stringify(asText(value ?? ''));
const sign = (operator: string): string => (operator === '=' ? '==' : operator);

const ruleText = ({ field, operator, value }: RuleType): string => {
  const { is, name } = factNamed(field);
  if (is === 'money') return `${name} ${sign(operator)} money(${quoted(value)})`;
  if (is === 'number') return `${name} ${sign(operator)} ${Number(value) || 0}`;
  if (is === 'list') return `${operator === 'contains' ? '' : '!'}(${quoted(value)} in ${name})`;
  if (is === 'line')
    return operator === 'beginsWith'
      ? `lines.exists(line, ${name}.startsWith(${quoted(value)}))`
      : `${operator === '=' ? '' : '!'}lines.exists(line, ${name} == ${quoted(value)})`;
  return `${name} ${sign(operator)} ${quoted(value)}`;
};

/** A built condition as the text (CEL) that is kept and run. */
export function expressionOf({ combinator, rules, not }: RuleGroupType): string {
  const parts = rules.map((rule) => ('rules' in rule ? `(${expressionOf(rule)})` : ruleText(rule)));
  if (parts.length === 0) return 'true';
  const text = parts.join(combinator === 'or' ? ' || ' : ' && ');
  return not ? `!(${text})` : text;
}

const PATTERNS: readonly (readonly [RegExp, (found: RegExpExecArray) => RuleType])[] = [
  [
    /^(total|gross) (==|!=|>=?|<=?) money\("([^"\\]*)"\)$/,
    ([, field = '', operator = '', value]) => ({ field, operator: operator === '==' ? '=' : operator, value }),
  ],
  [
    /^(!?)\("([^"\\]*)" in ([\w.]+)\)$/,
    ([, not, value, field = '']) => ({ field, operator: not ? 'doesNotContain' : 'contains', value }),
  ],
  [
    /^(!?)lines\.exists\(line, (line\.\w+) == "([^"\\]*)"\)$/,
    ([, not, field = '', value]) => ({ field, operator: not ? '!=' : '=', value }),
  ],
  [
    /^lines\.exists\(line, (line\.\w+)\.startsWith\("([^"\\]*)"\)\)$/,
    ([, field = '', value]) => ({ field, operator: 'beginsWith', value }),
  ],
  [
    /^([\w.]+) (==|!=|>=?|<=?) (?:"([^"\\]*)"|(\d+))$/,
    ([, field = '', operator = '', text, number]) => ({
      field,
      operator: operator === '==' ? '=' : operator,
      value: text ?? number,
    }),
  ],
];

const readRule = (text: string): RuleType | undefined => {
  for (const [pattern, rule] of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return rule(found);
  }
  return undefined;
};

/** The text read back into the builder; absent where it was written by hand and says more than the builder can show. */
export function readExpression(text: string): RuleGroupType | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'true') return { combinator: 'and', rules: [] };
  const combinator = trimmed.includes(' || ') ? 'or' : 'and';
  if (combinator === 'or' && trimmed.includes(' && ')) return undefined;
  const rules = trimmed.split(combinator === 'or' ? ' || ' : ' && ').map(readRule);
  const known = rules.filter((rule) => rule !== undefined && FACTS.some(({ name }) => name === rule.field));
  return known.length === rules.length ? { combinator, rules: known as RuleType[] } : undefined;
}
