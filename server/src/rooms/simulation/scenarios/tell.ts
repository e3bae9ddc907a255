import type { Language } from '../../promotions/index.ts';
import type { Buys, ScenarioStep } from './scenario-file.ts';
import type { Stage, StoryReceipt, StoryReturn } from './stage.ts';

const TEXTS = {
  en: {
    itIs: 'the clock goes to {wall}',
    passes: 'time passes: {span}',
    buys: '{who} buys {goods}{where}{coupons}{points}',
    happens: 'for {who} there is {name}{where}{told}',
    unanswered: 'no promotion answers {name}',
    nobody: 'somebody unknown',
    coupons: ', showing {codes}',
    points: ', paying {what} with points',
    most: 'as much as may be',
    returns: '{who} brings back {goods}',
    all: 'all that is left',
    gets: '{who} is given {points} {wallet}',
    changes: 'from now on {who} is {facts}',
    publishes: 'another version of the rulebook takes force: {codes}',
    fired: '{of}: what acted is {codes}',
    none: 'nothing',
    notFired: '{of}: {code} did not act{because}',
    because: ' ({because})',
    earned: '{of} earns {points}',
    pays: '{of} comes to {money}{points}',
    paysPoints: ', and {points} in points',
    given: '{of} also gives {what}',
    back: 'of {of}: {what}',
    taken: '{points} taken back',
    writtenOff: '{points} given up',
    restored: '{points} restored',
    refund: '{money} refunded',
    has: '{who} has in {wallet}: {what}',
    available: '{points} available',
    pending: '{points} pending',
    expired: '{points} expired',
    owed: '{points} owed',
    tier: '{who} is in tier {tier}',
    noTier: 'none',
    left: '{left} are left of limit {limit} of {code}',
    toPay: 'to pay {money}',
    discount: '{code}: {money} off',
    grant: '{code}: {points} {wallet}',
    coupon: '{code}: coupon {coupon}',
    gift: '{code}: {quantity} × {sku} as a gift',
    stamp: '{code}: {count} stamps on card {card}',
    spent: 'paid with {points} {wallet}: {money}',
    otherwise: '{what}: expected {expected}, found {found}',
    cannot: 'more comes back than was bought',
    goesBack: 'the clock would go back',
    tooLong: 'the story takes too long and ends here',
    at: ' at {outlet}',
    days: '{n} days',
    months: '{n} months',
    years: '{n} years',
    hours: '{n} hours',
    minutes: '{n} minutes',
    daysOne: 'one day',
    monthsOne: 'one month',
    yearsOne: 'one year',
    hoursOne: 'one hour',
    minutesOne: 'one minute',
  },
  es: {
    itIs: 'el reloj pasa a {wall}',
    passes: 'pasa el tiempo: {span}',
    buys: '{who} compra {goods}{where}{coupons}{points}',
    happens: 'para {who} hay {name}{where}{told}',
    unanswered: 'ninguna promoción responde a {name}',
    nobody: 'alguien desconocido',
    coupons: ', mostrando {codes}',
    points: ', pagando {what} con puntos',
    most: 'todo lo posible',
    returns: '{who} devuelve {goods}',
    all: 'todo lo que queda',
    gets: '{who} recibe {points} {wallet}',
    changes: 'desde ahora {who} tiene {facts}',
    publishes: 'entra en vigor otra versión del reglamento: {codes}',
    fired: '{of}: ha actuado {codes}',
    none: 'nada',
    notFired: '{of}: {code} no actuó{because}',
    because: ' ({because})',
    earned: '{of} da {points}',
    pays: '{of} cuesta {money}{points}',
    paysPoints: ', y {points} en puntos',
    given: '{of} da además {what}',
    back: 'de {of}: {what}',
    taken: '{points} retirados',
    writtenOff: '{points} perdonados',
    restored: '{points} devueltos',
    refund: '{money} reembolsados',
    has: '{who} tiene en {wallet}: {what}',
    available: '{points} disponibles',
    pending: '{points} pendientes',
    expired: '{points} caducados',
    owed: '{points} debidos',
    tier: '{who} está en el nivel {tier}',
    noTier: 'ninguno',
    left: 'quedan {left} del límite {limit} de {code}',
    toPay: 'a pagar {money}',
    discount: '{code}: {money} de descuento',
    grant: '{code}: {points} {wallet}',
    coupon: '{code}: cupón {coupon}',
    gift: '{code}: {quantity} × {sku} de regalo',
    stamp: '{code}: {count} sellos en la tarjeta {card}',
    spent: 'pagado con {points} {wallet}: {money}',
    otherwise: '{what}: se esperaba {expected}, resulta {found}',
    cannot: 'se devuelve más de lo comprado',
    goesBack: 'el reloj iría hacia atrás',
    tooLong: 'la historia tarda demasiado y termina aquí',
    at: ' en {outlet}',
    days: '{n} días',
    months: '{n} meses',
    years: '{n} años',
    hours: '{n} horas',
    minutes: '{n} minutos',
    daysOne: 'un día',
    monthsOne: 'un mes',
    yearsOne: 'un año',
    hoursOne: 'una hora',
    minutesOne: 'un minuto',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

export type StoryText = keyof (typeof TEXTS)['en'];

/** A sentence of a story, with its facts put in. */
export const storySentence = (
  name: StoryText,
  language: Language,
  facts: Readonly<Record<string, string | number>> = {},
): string => TEXTS[language][name].replace(/\{(\w+)\}/g, (_, fact: string) => String(facts[fact] ?? ''));

type Points = Readonly<Record<string, string>>;

const pointsText = (points: Points, language: Language): string => {
  const words = Object.entries(points).map(([wallet, amount]) => `${amount} ${wallet}`);
  return words.length === 0 ? storySentence('none', language) : words.join(', ');
};

const goodsText = ({ lines }: Buys): string =>
  lines
    .map(({ sku, amount, quantity }) => (quantity === '1' ? `${sku} ${amount}` : `${quantity} × ${sku} ${amount}`))
    .join(', ');

/** What a step says, in one sentence. */
export const stepText = (
  step: ScenarioStep,
  language: Language,
  receipts: ReadonlyMap<string, StoryReceipt>,
): string => {
  const say = (name: StoryText, facts: Readonly<Record<string, string | number>> = {}): string =>
    storySentence(name, language, facts);
  const listed = (words: readonly string[]): string => (words.length === 0 ? say('none') : words.join(', '));
  if (step.itIs) return say('itIs', { wall: step.itIs.replace('T', ' ') });
  if (step.passes) {
    const [[unit, n]] = Object.entries(step.passes) as [['days' | 'months' | 'years' | 'hours' | 'minutes', number]];
    return say('passes', { span: n === 1 ? say(`${unit}One`) : say(unit, { n }) });
  }
  if (step.buys) {
    const { member, coupons, points, outlet } = step.buys;
    return say('buys', {
      ...{ who: member ?? say('nobody'), goods: goodsText(step.buys) },
      where: outlet === 'centro' ? '' : say('at', { outlet }),
      coupons: coupons === undefined ? '' : say('coupons', { codes: coupons.join(', ') }),
      points: points === undefined ? '' : say('points', { what: points.pay === 'most' ? say('most') : points.pay }),
    });
  }
  if (step.happens) {
    const { member: who, name, outlet, attributes } = step.happens;
    const told = Object.entries(attributes).map(([key, value]) => `${key} ${String(value)}`);
    return say('happens', {
      ...{ who, name, where: outlet === undefined ? '' : say('at', { outlet }) },
      told: told.length === 0 ? '' : ` (${told.join(', ')})`,
    });
  }
  if (step.returns) {
    const { of, lines } = step.returns;
    const goods = lines && Object.entries(lines).map(([sku, quantity]) => `${quantity} × ${sku}`);
    return say('returns', { who: receipts.get(of)?.member ?? say('nobody'), goods: goods?.join(', ') ?? say('all') });
  }
  if (step.gets) return say('gets', { who: step.gets.member, points: step.gets.points, wallet: step.gets.wallet });
  if (step.changes) {
    const { member: who, ...facts } = step.changes;
    return say('changes', { who, facts: JSON.stringify(facts).replaceAll('"', '') });
  }
  if (step.publishes) {
    const codes = step.publishes.promotions.map((one) => String((one as { readonly code?: unknown }).code));
    return say('publishes', { codes: listed(codes) });
  }
  return expectationText(step, say, listed, language);
};

const expectationText = (
  step: ScenarioStep,
  say: (name: StoryText, facts?: Readonly<Record<string, string | number>>) => string,
  listed: (words: readonly string[]) => string,
  language: Language,
): string => {
  if (step.thenFired) return say('fired', { of: step.thenFired.of, codes: listed(step.thenFired.promotions) });
  if (step.thenNotFired) {
    const { of, promotion: code, because } = step.thenNotFired;
    return say('notFired', { of, code, because: because === undefined ? '' : say('because', { because }) });
  }
  if (step.thenEarned)
    return say('earned', { of: step.thenEarned.of, points: pointsText(step.thenEarned.points, language) });
  if (step.thenPays) {
    const { of, money, points } = step.thenPays;
    return say('pays', {
      ...{ of, money },
      points: points === undefined ? '' : say('paysPoints', { points: pointsText(points, language) }),
    });
  }
  if (step.thenGiven) {
    const { of, coupons = {}, gifts = {} } = step.thenGiven;
    const what = Object.entries({ ...coupons, ...gifts }).map(([name, count]) => `${count} × ${name}`);
    return say('given', { of, what: listed(what) });
  }
  if (step.thenBack) {
    const { of, refund, ...points } = step.thenBack;
    const what = (['taken', 'writtenOff', 'restored'] as const).flatMap((name) =>
      points[name] === undefined ? [] : [say(name, { points: pointsText(points[name], language) })],
    );
    return say('back', {
      of,
      what: [...what, ...(refund === undefined ? [] : [say('refund', { money: refund })])].join(', '),
    });
  }
  if (step.thenHas) {
    const { member: who, wallet, ...amounts } = step.thenHas;
    const what = (['available', 'pending', 'expired', 'owed'] as const).flatMap((name) =>
      amounts[name] === undefined ? [] : [say(name, { points: amounts[name] })],
    );
    return say('has', { who, wallet, what: what.join(', ') });
  }
  if (step.thenTier) return say('tier', { who: step.thenTier.member, tier: step.thenTier.is || say('noTier') });
  const { promotion: code, limit, left } = step.thenLeft as NonNullable<ScenarioStep['thenLeft']>;
  return say('left', { code, limit, left });
};

/** What a receipt came to, as lines. */
export const receiptTold = (stage: Stage, receipt: StoryReceipt, language: Language): string[] => {
  const say = (name: StoryText, facts: Readonly<Record<string, string | number>>): string =>
    storySentence(name, language, facts);
  const { pricing, payments, grants, coupons, stamps, toPay } = receipt;
  return [
    ...pricing.priced.flatMap(({ promotion: code, perLine }) => {
      const money = perLine.reduce((sum, [, one]) => sum + one, 0n);
      return money === 0n ? [] : [say('discount', { code, money: stage.money(money) })];
    }),
    ...pricing.gifts.map(({ promotion: code, sku, quantity }) =>
      say('gift', { code, sku, quantity: String(Number(quantity) / 1_000) }),
    ),
    ...payments.map(({ wallet, points, money }) =>
      say('spent', { wallet, points: stage.points(wallet, points), money: stage.money(money) }),
    ),
    ...(receipt.basket.occasion === undefined ? [say('toPay', { money: stage.money(toPay) })] : []),
    ...grants.map(({ promotion: code, walletType: wallet, points }) =>
      say('grant', { code, wallet, points: stage.points(wallet, points) }),
    ),
    ...coupons.map(({ promotion: code, coupon }) => say('coupon', { code, coupon })),
    ...stamps.map(({ promotion: code, card, count }) => say('stamp', { code, card, count })),
  ];
};

/** What a return did, as lines. */
export const returnTold = (stage: Stage, done: StoryReturn, language: Language): string[] => {
  const texts = (name: 'taken' | 'owed' | 'writtenOff' | 'restored'): string[] => {
    const some = [...done[name]].filter(([, amount]) => amount > 0n);
    const points = Object.fromEntries(some.map(([wallet, amount]) => [wallet, stage.points(wallet, amount)]));
    return some.length === 0 ? [] : [storySentence(name, language, { points: pointsText(points, language) })];
  };
  return [
    storySentence('refund', language, { money: stage.money(done.refund) }),
    ...texts('taken'),
    ...texts('owed'),
    ...texts('writtenOff'),
    ...texts('restored'),
  ];
};
