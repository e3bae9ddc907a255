type Words = { readonly en: string; readonly es: string };

/** A way to get more than was meant, as steps that anybody can repeat. */
export type Loophole = Words & {
  readonly code:
    | 'preflight.profit'
    | 'preflight.double_bonus'
    | 'preflight.budget_escape'
    | 'preflight.tier_unreachable';
  readonly promotion: string;
  readonly steps: readonly Words[];
};

/** What a promotion gives for nothing, or next to nothing, because it is meant to: once for each member, or as often as a limit says. */
export type Giveaway = {
  readonly promotion: string;
  /** Money that its points are worth; of what a limit bounds, all that one member gets on a day. */
  readonly worth: string;
  readonly how: 'enrolment' | 'birthday' | 'limited' | 'once';
};

const GIVEAWAYS = {
  enrolment: {
    en: (worth) => `A giveaway: whoever joins gets points worth ${worth}, once, without a purchase.`,
    es: (worth) => `Un regalo: quien se inscribe recibe puntos por valor de ${worth}, una vez, sin comprar.`,
  },
  birthday: {
    en: (worth) => `A giveaway: each member gets points worth ${worth} once a year, without a purchase.`,
    es: (worth) => `Un regalo: cada socio recibe puntos por valor de ${worth} una vez al año, sin comprar.`,
  },
  limited: {
    en: (worth) =>
      `A giveaway: without a purchase a member gets points worth ${worth} on a day, as far as its limits for him go.`,
    es: (worth) =>
      `Un regalo: sin comprar, un socio recibe en un día puntos por valor de ${worth}, hasta donde lleguen sus límites.`,
  },
  once: {
    en: (worth) => `A giveaway: once for each member, worth ${worth}, and the least that it asks to buy costs less.`,
    es: (worth) => `Un regalo: una vez por socio, por valor de ${worth}, y lo mínimo que pide comprar cuesta menos.`,
  },
} as const satisfies Record<Giveaway['how'], Record<'en' | 'es', (worth: string) => string>>;

const TITLES = {
  'preflight.profit': { en: 'Profit without purchase', es: 'Beneficio sin compra' },
  'preflight.double_bonus': { en: 'Bonus more than once for one purchase', es: 'Bonificación repetida por una compra' },
  'preflight.budget_escape': { en: 'A limit that splitting escapes', es: 'Un límite que se elude dividiendo' },
  'preflight.tier_unreachable': { en: 'A tier that nobody reaches', es: 'Un nivel que nadie alcanza' },
} as const;

/** What is told of a way around: what the shopper does, and what comes of it. */
export type Told = { readonly steps: Loophole['steps']; readonly outcome: Words };

/**
 * Hears of a way around a promotion, or of a tier that nobody reaches. `tell` gives the words, and is asked only once for each promotion and
 * `way`, which tells apart what is found for one promotion.
 */
export type Found = (code: Loophole['code'], promotion: string, tell: () => Told, way?: string) => void;

/** What was found so far, each way once. */
export type Notes = { readonly found: Found; readonly loopholes: () => Loophole[] };

/** Notes without anything in them. */
export const openNotes = (): Notes => {
  const noted = new Map<string, Loophole>();
  return {
    found(code, promotion, tell, way = '') {
      const key = `${code} ${promotion} ${way}`;
      if (!noted.has(key)) noted.set(key, inWords(code, promotion, tell()));
    },
    loopholes: () => [...noted.values()],
  };
};

/** The loophole in one sentence per language, with its steps in their order. */
const inWords = (code: Loophole['code'], promotion: string, { steps, outcome }: Told): Loophole => {
  const say = (language: 'en' | 'es'): string => {
    const told = steps.map((step, i) => `${i + 1}. ${step[language]}`).join(' ');
    return `${TITLES[code][language]} (${promotion}): ${told}${told === '' ? '' : ' '}→ ${outcome[language]}`;
  };
  return { code, promotion, steps, en: say('en'), es: say('es') };
};

const INCOMPLETE = {
  en: 'Not searched to the end: there is more in this draft than the search looks at. What it did not come to was not tried.',
  es: 'Sin buscar hasta el final: este borrador tiene más de lo que la búsqueda mira. Lo que quedó pendiente no se probó.',
} as const;
// They stand in lists without anything beside them: each says of which promotion it is.
const untriedText = (promotion: string): Words => ({
  en: `Not searched (${promotion}): no basket was found on which it acts, so nothing was tried on it. Whether there is a way around it is not known.`,
  es: `Sin buscar (${promotion}): no se encontró ninguna cesta en la que actúe, así que no se probó nada con ella. No se sabe si hay forma de eludirla.`,
});
const unfollowedText = (promotion: string): Words => ({
  en: `Not searched to the end (${promotion}): it asks for a longer past than the search follows, or for a tier that it did not come to; only whoever has it already was tried.`,
  es: `Sin buscar hasta el final (${promotion}): exige un pasado más largo del que la búsqueda sigue, o un nivel al que no llegó; solo se probó con quien ya lo tiene.`,
});

/** What whoever publishes is told of a search: the ways around, and what it could not do, which hinders nobody. */
export const findingsOf = ({
  loopholes,
  giveaways,
  untried,
  unfollowed,
  isComplete,
}: {
  readonly loopholes: readonly Loophole[];
  readonly giveaways: readonly Giveaway[];
  readonly untried: readonly string[];
  readonly unfollowed: readonly string[];
  readonly isComplete: boolean;
}): readonly (Pick<Loophole, 'promotion' | 'en' | 'es'> & { readonly code: string; readonly isLoophole?: false })[] => [
  ...loopholes.map(({ code, promotion, en, es }) => ({ code, promotion, en, es })),
  ...giveaways.map(({ promotion, worth, how }) => ({
    ...{ code: 'preflight.giveaway', promotion, en: GIVEAWAYS[how].en(worth), es: GIVEAWAYS[how].es(worth) },
    isLoophole: false as const,
  })),
  ...untried.map((promotion) => ({
    code: 'preflight.untried',
    promotion,
    ...untriedText(promotion),
    isLoophole: false as const,
  })),
  ...unfollowed.map((promotion) => ({
    ...{ code: 'preflight.unfollowed', promotion, ...unfollowedText(promotion), isLoophole: false as const },
  })),
  ...(isComplete ? [] : [{ code: 'preflight.incomplete', promotion: '', ...INCOMPLETE, isLoophole: false as const }]),
];
