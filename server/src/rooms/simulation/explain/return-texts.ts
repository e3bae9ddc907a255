import type { Texts } from './words.ts';

// What is said of a return, in both languages.
export const TEXTS = {
  regranted: {
    en: '{points} {wallet} [points:was|were] given again.',
    es: 'Se [points:dio|dieron] de nuevo {points} {wallet}.',
  },
  keeps: { en: '{name}: of {granted} {wallet} you keep {left}.', es: '{name}: de {granted} {wallet} conserva {left}.' },
  yours: {
    en: '{points} {wallet} with which you had paid [points:is|are] yours again.',
    es: '{points} {wallet} con [points:el|los] que pagó [points:vuelve|vuelven] a ser [points:suyo|suyos].',
  },
  expired: {
    en: '{points} of them had come to [points:its|their] end meanwhile.',
    es: '{points} de ellos [points:había|habían] caducado entretanto.',
  },
  refund: { en: '{money} {currency} go back ({kind}).', es: 'Se devuelven {money} {currency} ({kind}).' },
  onto: { en: '{money} {currency} went onto a gift card.', es: '{money} {currency} pasaron a una tarjeta regalo.' },
  youOwe: {
    en: 'You owe {points} {wallet} that you had spent: what you earn next pays [points:it|them].',
    es: 'Debe {points} {wallet} que había gastado: [points:lo|los] paga lo próximo que gane.',
  },
  recovered: {
    en: '{money} {currency} were kept from the refund for points that were spent.',
    es: 'Se descontaron {money} {currency} de la devolución por puntos ya gastados.',
  },
  withheld: {
    en: '{money} {currency} are kept from the refund in all: what stays does not earn {names} any more.',
    es: 'En total se descuentan {money} {currency} de la devolución: lo que queda ya no da derecho a {names}.',
  },
  lines: { en: 'What came back: {lines}.', es: 'Lo devuelto: {lines}.' },
  line: { en: 'line {line} × {quantity}', es: 'línea {line} × {quantity}' },
  nothing: { en: 'nothing more', es: 'nada más' },
  whole: { en: 'All of the receipt is back.', es: 'Todo el recibo está devuelto.' },
  share: {
    en: '{promotion} had given {granted} {wallet}; before this {before} stood, now {left} [left:does|do]{lines}.',
    es: '{promotion} había dado {granted} {wallet}; antes [before:valía|valían] {before}, ahora {left}{lines}.',
  },
  shareLine: {
    en: 'line {line}: {granted} given, {before} before this, {left} now',
    es: 'línea {line}: se dieron {granted}, antes {before}, ahora {left}',
  },
  most: {
    en: 'What stays would earn {would} {wallet}: never more is kept than the {granted} that [granted:was|were] granted.',
    es: 'Lo que queda daría {would} {wallet}: nunca se conserva más de lo concedido, {granted}.',
  },
  drift: {
    en: 'The version does not give the recorded grants any more: each line kept its share of them by its quantity.',
    es: 'La versión ya no da lo registrado: cada línea conservó su parte según su cantidad.',
  },
  yourDrift: {
    en: 'The rules of then do not give the same any more: what you keep was shared out by quantity.',
    es: 'Las reglas de entonces ya no dan lo mismo: lo que conserva se repartió por cantidad.',
  },
  not: { en: 'Not given any more: {text}', es: 'Ya no se da: {text}' },
  outOfRefund: {
    en: '{amount} [amount:was|were] kept from the refund',
    es: '{amount} se [amount:descontó|descontaron] de la devolución',
  },
  left: {
    en: '{amount} [amount:was|were] left or had expired',
    es: '{amount} se [amount:dejó|dejaron] o [amount:había|habían] caducado',
  },
  restored: {
    en: '{points} {wallet} that had paid went back to the lots that [points:it|they] came from{whose}.',
    es: '{points} {wallet} que [points:había|habían] pagado [points:volvió|volvieron] a las partidas de las que [points:salió|salieron]{whose}.',
  },
  whose: { en: ', of {member}', es: ', de {member}' },
  card: { en: ', of a gift card', es: ', de una tarjeta regalo' },
  discount: {
    en: '{promotion} had taken {sold} {currency} off: {gone} went with the goods so far, {ended} ended because the rest does not earn it, {left} stays.',
    es: '{promotion} había descontado {sold} {currency}: hasta ahora {gone} con los artículos devueltos, {ended} porque el resto ya no da derecho; queda {left}.',
  },
  uses: { en: '[amount:use|uses]', es: '[amount:uso|usos]' },
  limit: {
    en: '{promotion}, limit {limit}: {amount} {unit} [amount:is|are] free again.',
    es: '{promotion}, límite {limit}: {amount} {unit} [amount:vuelve|vuelven] a estar [amount:libre|libres].',
  },
  version: {
    en: 'Decided by version {version} of the rulebook, on what stays after all that came back so far.',
    es: 'Decidido por la versión {version} del reglamento, sobre lo que queda tras todo lo devuelto.',
  },
  noPoints: { en: 'It changed no points that were earned.', es: 'No cambió los puntos ganados.' },
  right: {
    en: 'Computed again without the engine, from the sale, the frozen version and all that came back before: the same.',
    es: 'Calculado de nuevo sin el motor, desde la venta, la versión congelada y todo lo devuelto antes: lo mismo.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** What paid, in words; what no list here has stays as the till named it. */
export const TENDERS: Readonly<Record<string, Texts>> = {
  cash: { en: 'cash', es: 'efectivo' },
  card: { en: 'bank card', es: 'tarjeta bancaria' },
  gift_card: { en: 'gift card', es: 'tarjeta regalo' },
  unnamed: { en: 'by what had paid', es: 'por lo que se pagó' },
};
