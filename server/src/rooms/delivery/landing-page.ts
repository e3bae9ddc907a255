import { createHash } from 'node:crypto';
import type { LinkShown } from './claim-link.ts';
import type { Store } from './phone-maker.ts';

const WORDS = {
  en: {
    title: 'A gift card for you',
    over: 'This link is not valid, or no longer.',
    overWhy: 'If you expected a card, ask whoever sent you the link.',
    phone: 'Your phone number',
    send: 'Send me the code',
    code: 'The code from the message',
    claim: 'Claim the card',
    sent: 'If the number fits, a code is on its way.',
    done: 'The card is yours. Open the app to use it.',
    failed: 'This link or code is not valid, or no longer.',
    busy: 'Too many attempts; try again in a moment.',
    store: 'Get the app:',
  },
  es: {
    title: 'Una tarjeta regalo para usted',
    over: 'Este enlace no es válido, o ya no lo es.',
    overWhy: 'Si esperaba una tarjeta, pregunte a quien le envió el enlace.',
    phone: 'Su número de teléfono',
    send: 'Enviarme el código',
    code: 'El código del mensaje',
    claim: 'Quedarme la tarjeta',
    sent: 'Si el número es correcto, recibirá un código.',
    done: 'La tarjeta es suya. Abra la aplicación para usarla.',
    failed: 'Este enlace o código no es válido, o ya no lo es.',
    busy: 'Demasiados intentos; inténtelo en un momento.',
    store: 'Descargue la aplicación:',
  },
} as const;

// The page speaks to the very endpoints that an app does. The secret is read from the address, which no referrer leaks.
export const SCRIPT = `
const words = JSON.parse(document.getElementById('words').textContent);
const secret = location.pathname.split('/').pop();
const say = (text) => { document.getElementById('say').textContent = text; };
const post = async (what, body) => {
  const answer = await fetch('/v1/gift-links/' + secret + '/' + what, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return answer.status;
};
const value = (id) => document.getElementById(id).value.trim();
document.getElementById('send').addEventListener('submit', async (event) => {
  event.preventDefault();
  say((await post('codes', { phone: value('phone') })) === 429 ? words.busy : words.sent);
  document.getElementById('claim').hidden = false;
});
document.getElementById('claim').addEventListener('submit', async (event) => {
  event.preventDefault();
  const status = await post('claim', { phone: value('phone'), code: value('code') });
  say(status === 200 ? words.done : status === 429 ? words.busy : words.failed);
});
`;

export const STYLE = `
body { font: 17px/1.5 system-ui, sans-serif; margin: 0; background: #f3f4f6; color: #1b1f24; }
main { max-width: 24rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
.card { overflow-wrap: anywhere; border-radius: 1rem; padding: 1.5rem; margin-bottom: 1.5rem; }
.card p { margin: 0; } .worth { font-size: 2rem; font-weight: 600; line-height: 1.25; }
label { display: block; margin-top: 1rem; }
input, button { font: inherit; width: 100%; box-sizing: border-box; padding: .7rem; border-radius: .5rem; border: 1px solid #6b7280; }
button { margin-top: .75rem; background: #1b1f24; color: #fff; border-color: #1b1f24; }
.own { display: block; margin: .5rem 0; padding: .7rem; border: 1px solid; border-radius: .5rem; text-align: center; }
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Of colours only what was checked when they were set gets into the page's style. */
export const colourOf = (text: string): string => (/^#[0-9a-f]{6}$/.test(text) ? text : '#1f3a5f');

const LOCALES = { en: 'en-IE', es: 'es-ES' } as const;

/** An amount as people write it: 25,00 € in Spanish. What is no money of ISO 4217 stays as it is. */
export function worthText({ balance, unit }: Pick<LinkShown, 'balance' | 'unit'>, language: 'en' | 'es'): string {
  if (!/^[A-Z]{3}$/.test(unit) || !/^-?\d+(\.\d+)?$/.test(balance)) return `${balance} ${unit}`;
  const money = new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency: unit });
  // As text: no amount goes through a float.
  return money.format(balance as `${number}`);
}

export const frame = (
  language: 'en' | 'es',
  inside: string,
  style: string,
  script: string,
  title: string = WORDS[language].title,
): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">` +
  `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>` +
  `<style>${style}</style></head><body><main>${inside}</main>${script}</body></html>`;

/** A page of its own, with headers that let it run nothing but its own script and tell nobody its address. */
export type Page = { readonly html: string; readonly headers: Readonly<Record<string, string>> };

export const paged = (html: string, style: string, script: string | undefined): Page => ({
  html,
  headers: {
    'content-security-policy': [
      "default-src 'none'",
      `style-src ${hashOf(style)}`,
      `script-src ${script === undefined ? "'none'" : hashOf(script)}`,
      "connect-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
  },
});

const STORE_NAMES = { ios: 'App Store (iPhone)', android: 'Android' } as const;

/** The links to the app, empty where there is none: that of this phone's own store first and large; the other stays, for whoever has two phones. */
export function storeLine(words: string, stores: LinkShown['stores'], own: Store | undefined): string {
  const order = own === 'android' ? (['android', 'ios'] as const) : (['ios', 'android'] as const);
  const links = order.flatMap((one) => {
    const link = stores[one];
    if (link === undefined) return [];
    return [`<a${one === own ? ' class="own"' : ''} rel="noreferrer" href="${escaped(link)}">${STORE_NAMES[one]}</a>`];
  });
  // Behind a link that has its own line no point parts it from the next.
  const isOwnThere = own !== undefined && stores[own] !== undefined;
  return links.length > 0 ? `<p>${words} ${links.join(isOwnThere ? ' ' : ' · ')}</p>` : '';
}

/**
 * What a person sees who opens a link: the masked card, and the way to claim it by a code to his phone. The app is offered from the
 * store of `own`, the phone's own where its browser says what it is; both where it does not.
 */
export function landingPage(shown: LinkShown, language: 'en' | 'es', own?: Store): Page {
  const words = WORDS[language];
  const { background, foreground } = shown.colours;
  const style = `${STYLE}.card { background: ${colourOf(background)}; color: ${colourOf(foreground)}; }`;
  const inside =
    `<h1>${words.title}</h1><div class="card"><p>${escaped(shown.brand)}</p>` +
    `<p class="worth">${escaped(worthText(shown, language))}</p><p>${escaped(shown.masked)}</p></div>` +
    claimForms(words) +
    storeLine(words.store, shown.stores, own);
  return paged(frame(language, inside, style, claimScript(words)), style, SCRIPT);
}

/** What the forms and the script of a page say. */
export type ClaimWords = Readonly<
  Record<'phone' | 'send' | 'code' | 'claim' | 'sent' | 'done' | 'failed' | 'busy', string>
>;

/** The words of a claim that every page shares. */
export const claimWords = (language: 'en' | 'es'): ClaimWords & { readonly store: string } => WORDS[language];

/** The two forms by which a card is claimed: the phone, then its code. */
export const claimForms = (words: ClaimWords): string =>
  `<form id="send"><label for="phone">${words.phone}</label>` +
  `<input id="phone" name="phone" type="tel" autocomplete="tel" required maxlength="40"><button>${words.send}</button></form>` +
  `<form id="claim" hidden><label for="code">${words.code}</label>` +
  `<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required>` +
  `<button>${words.claim}</button></form><p id="say" role="status"></p>`;

/** The script that serves them. */
export const claimScript = ({ done, failed, busy, sent }: ClaimWords): string =>
  `<script id="words" type="application/json">${JSON.stringify({ done, failed, busy, sent })}</script>` +
  `<script>${SCRIPT}</script>`;

/** What everybody else sees, whatever the reason. */
export function deadPage(language: 'en' | 'es', isBusy = false): Page {
  const words = WORDS[language];
  const title = isBusy ? words.busy : words.over;
  const inside = `<h1>${title}</h1>${isBusy ? '' : `<p>${words.overWhy}</p>`}`;
  return paged(frame(language, inside, STYLE, '', title), STYLE, undefined);
}
