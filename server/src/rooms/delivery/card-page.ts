import { ean13IsValid } from '../../kernel/card-number.ts';
import { drawBarcode } from './barcode.ts';
import {
  claimForms,
  claimScript,
  claimWords,
  colourOf,
  escaped,
  frame,
  paged,
  SCRIPT,
  storeLine,
  STYLE,
  type Page,
} from './landing-page.ts';
import type { CardShown } from './open-link.ts';
import { KINDS, kindWordOf } from './pass-face.ts';
import type { Store } from './phone-maker.ts';
import type { Symbology } from './setting.ts';

const WORDS = {
  en: {
    title: 'Your card',
    tillCode: 'Code for the till',
    show: 'Show it at the till',
    apple: 'Add to Apple Wallet',
    google: 'Add to Google Wallet',
    why: 'Put it in your name: what you collect is kept, and you find it again on another phone.',
    claim: 'Put it in my name',
    done: 'The card is in your name: you find it in the app. This link is over.',
  },
  es: {
    title: 'Su tarjeta',
    tillCode: 'Código para la caja',
    show: 'Muéstrela en la caja',
    apple: 'Añadir a Apple Wallet',
    google: 'Añadir a Google Wallet',
    why: 'Póngala a su nombre: conserva lo que reúna y la encuentra en otro teléfono.',
    claim: 'Ponerla a mi nombre',
    done: 'La tarjeta está a su nombre: la encuentra en la aplicación. Este enlace ya no vale.',
  },
} as const;

const CARD_STYLE = `
.codes { background: #fff; color: #1b1f24; border-radius: 1rem; padding: 1.25rem; margin-bottom: 1rem; text-align: center; }
.codes svg { display: block; width: 100%; height: auto; margin: 0 auto; }
.codes .square { max-width: 13rem; margin: 0 auto; }
.codes p { margin: .25rem 0 0; }
.wallet { display: block; margin: .5rem 0; padding: .7rem; border-radius: .5rem; text-align: center; background: #1b1f24; color: #fff; text-decoration: none; }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
`;

const SQUARE: ReadonlySet<Symbology> = new Set(['qr', 'aztec']);

/** A square and a wide code of one number: some tills read the one and some the other. The program's own symbology is one of the two. */
function symbologiesFor({ symbology, number }: CardShown): readonly Symbology[] {
  const isEan = symbology === 'ean13' && ean13IsValid(number);
  return SQUARE.has(symbology) ? [symbology, 'code128'] : ['qr', isEan ? 'ean13' : 'code128'];
}

async function codesOf(card: CardShown, label: string): Promise<string> {
  const drawn = await Promise.all(
    symbologiesFor(card).map(async (symbology) => {
      const one = await drawBarcode(card.number, symbology, 'svg');
      const shape = SQUARE.has(symbology) ? 'square' : 'wide';
      return one.ok ? `<div class="${shape}" role="img" aria-label="${label}">${String(one.image)}</div>` : '';
    }),
  );
  return drawn.join('');
}

/**
 * What a person sees who opens the link of a card that holds no money: the card as a till reads it, the ways into the phone's wallet, and
 * how to put it in his name by a code to his phone. No text on it has the number.
 */
export async function cardPage(card: CardShown, language: 'en' | 'es', own?: Store): Promise<Page> {
  const words = { ...claimWords(language), ...WORDS[language] };
  const { background, foreground } = card.colours;
  const style = `${STYLE}${CARD_STYLE}.card { background: ${colourOf(background)}; color: ${colourOf(foreground)}; }`;
  const kind = kindWordOf(card.type);
  const wallets = (['apple', 'google'] as const)
    .filter((wallet) => card.passes[wallet] !== undefined && !isOther(wallet, own))
    .map((wallet) => `<a class="wallet" rel="noreferrer" href="${escaped(card.passes[wallet]!)}">${words[wallet]}</a>`);
  const inside =
    `<h1>${words.title}</h1><div class="card"><p>${escaped(card.brand)}</p>` +
    `<p class="worth">${language === 'es' ? KINDS[kind] : kind}</p><p>${escaped(card.masked)}</p></div>` +
    `<div class="codes">${await codesOf(card, words.tillCode)}<p>${words.show}</p></div>${wallets.join('')}` +
    `<p>${words.why}</p>${claimForms(words)}` +
    storeLine(words.store, card.stores, own);
  return paged(frame(language, inside, style, claimScript(words), words.title), style, SCRIPT);
}

/** A wallet that this phone does not have; where its browser does not say what it is, both are offered. */
const isOther = (wallet: 'apple' | 'google', own: Store | undefined): boolean =>
  (own === 'ios' && wallet === 'google') || (own === 'android' && wallet === 'apple');
