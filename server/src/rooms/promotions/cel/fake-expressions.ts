import fc from 'fast-check';

// Expressions as somebody may write them, right by their types, for property tests: facts compared with what is written out, loops over
// lines and labels, lists and texts joined, and names given to what was joined.

type Texts = {
  readonly bool: string;
  readonly int: string;
  readonly text: string;
  readonly texts: string;
  readonly lines: string;
};

const join = (op: string) => (pair: readonly [string, string]) => `(${pair[0]} ${op} ${pair[1]})`;
const ORDER = ['<', '<=', '>', '>=', '==', '!='] as const;

const FACTS = ['total', 'gross', 'hour', 'minute', 'weekday', 'size(lines)', 'member.purchases'] as const;
const DAYS = ['"2026-03-01"', '"2026-02-30"', '"2027-01-01"', '"2026"'] as const;
const NAMES = ['"a"', '"gold"', '"centro"', '""', '"product"', '"banana"'] as const;

/** Conditions of `depth` operators one in another; `l` and `s` are the line and the label of the loops around. */
export const randomExpression = (maxDepth: number): fc.Arbitrary<string> => {
  const trees = fc.letrec<Texts>((tie) => ({
    int: fc.oneof(
      { maxDepth, withCrossShrink: true },
      fc.constantFrom(...FACTS),
      fc.integer({ min: -2, max: 30 }).map(String),
      fc.constantFrom('money("2.50")', '5 - 7', '24 + 1'),
      fc.tuple(tie('int'), tie('int')).map(join('+')),
      tie('text').map((text) => `size(${text})`),
      tie('lines').map((lines) => `${lines}.size()`),
    ),
    text: fc.oneof(
      { maxDepth, withCrossShrink: true },
      fc.constantFrom('outlet', 'channel', 'member.tier', 'member.enrolled_on', ...NAMES),
      fc.tuple(tie('text'), tie('text')).map(join('+')),
      tie('text').map((text) => `${text}.upperAscii()`),
      tie('texts').map((texts) => `${texts}.join("-")`),
      tie('int').map((int) => `string(${int})`),
      fc.tuple(tie('text'), tie('text')).map(([one, other]) => `cel.bind(t, ${one}, t + ${other} + t)`),
    ),
    texts: fc.oneof(
      { maxDepth, withCrossShrink: true },
      fc.constantFrom('coupons', 'tenders', 'groups', 'member.segments', '["a", "b"]'),
      fc.tuple(tie('texts'), tie('texts')).map(join('+')),
      tie('text').map((text) => `${text}.split("")`),
      fc.tuple(tie('texts'), tie('bool')).map(([texts, bool]) => `${texts}.filter(s, ${bool})`),
    ),
    lines: fc.oneof(
      { maxDepth, withCrossShrink: true },
      fc.constant('lines'),
      fc.tuple(tie('lines'), tie('lines')).map(join('+')),
      fc.tuple(tie('lines'), tie('bool')).map(([lines, bool]) => `${lines}.filter(l, ${bool})`),
      fc.tuple(tie('bool'), tie('lines'), tie('lines')).map(([bool, one, other]) => `(${bool} ? ${one} : ${other})`),
    ),
    bool: fc.oneof(
      { maxDepth, withCrossShrink: true },
      fc
        .tuple(fc.constantFrom(...FACTS), fc.constantFrom(...ORDER), fc.integer({ min: -2, max: 30 }))
        .map((parts) => parts.join(' ')),
      fc.tuple(fc.constantFrom(...ORDER), fc.constantFrom(...DAYS)).map(([op, day]) => `date ${op} ${day}`),
      fc
        .tuple(
          fc.constantFrom('outlet', 'member.tier', 'channel'),
          fc.constantFrom('==', '!='),
          fc.constantFrom(...NAMES),
        )
        .map((parts) => parts.join(' ')),
      fc.constantFrom('member.known', '!member.known', 'true', '1 > 2', '"a" in coupons', 'weekday in [6, 7, 8]'),
      fc.tuple(tie('bool'), tie('bool')).map(join('&&')),
      fc.tuple(tie('bool'), tie('bool')).map(join('||')),
      tie('bool').map((bool) => `!(${bool})`),
      fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(([asked, yes, no]) => `(${asked} ? ${yes} : ${no})`),
      fc.tuple(tie('int'), fc.constantFrom(...ORDER), tie('int')).map(([one, op, other]) => `(${one} ${op} ${other})`),
      fc
        .tuple(tie('text'), fc.constantFrom(...ORDER), tie('text'))
        .map(([one, op, other]) => `(${one} ${op} ${other})`),
      fc.tuple(tie('text'), tie('texts')).map(join('in')),
      fc.tuple(tie('text'), tie('text')).map(([one, other]) => `${one}.contains(${other})`),
      fc
        .tuple(tie('lines'), fc.constantFrom('all', 'exists', 'exists_one'), lineAsked, tie('bool'))
        .map(([lines, loop, asked, bool]) => `${lines}.${loop}(l, ${asked} && ${bool})`),
      fc
        .tuple(tie('texts'), fc.constantFrom('all', 'exists'), fc.constantFrom(...NAMES))
        .map(([texts, loop, name]) => `${texts}.${loop}(s, s == ${name})`),
      fc.tuple(tie('int'), tie('bool')).map(([int, bool]) => `cel.bind(n, ${int}, n > 3 && ${bool})`),
      fc
        .tuple(tie('lines'), fc.integer({ min: 0, max: 600 }))
        .map(([lines, n]) => `cel.bind(m, ${lines}, size(m + m) > ${n})`),
    ),
  }));
  return trees.bool;
};

const lineAsked = fc.constantFrom(
  'l.paid > 5',
  'l.paid > 5 && l.paid < 3',
  'l.kind == "banana"',
  'l.kind != "product"',
  'l.labels.exists(x, x == "a")',
  'size(l.labels) > 20',
  'l.sku + l.brand != "x"',
  'l.quantity >= pieces("1")',
  'l.gross < 0',
);
