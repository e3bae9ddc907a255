import { Liquid } from 'liquidjs';
import { createBoundedCache } from '../../kernel/bounded-cache.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Facts } from './message.ts';
import type { Rendered, Template } from './template.ts';

// Staff write templates, and members' names come in as facts: a template reads no file, runs no other template, sees only the
// facts' own fields, and is stopped when it takes too long. A fact is put in after the template was read, so that liquid in a
// name stays text.
const LIMITS = {
  parseLimit: 100_000,
  renderLimit: 250,
  memoryLimit: 1_000_000,
  ownPropertyOnly: true,
  strictFilters: true,
  // A fact that is missing fails the message: better none than "Your code is ." in somebody's hands.
  strictVariables: true,
  lenientIf: true,
  templates: {},
  jsTruthy: false,
} as const;
const plain = new Liquid(LIMITS);
const escaping = new Liquid({ ...LIMITS, outputEscape: 'escape' });
// Nothing gets past the escaping, not by a slip of staff either.
escaping.registerFilter('raw', (value: unknown) => value);

const TEMPLATES_REMEMBERED_MAX = 500;
type Parsed = ReturnType<Liquid['parse']>;
const remembered = createBoundedCache<string, Parsed>(TEMPLATES_REMEMBERED_MAX);

const parsed = (engine: Liquid, text: string): Parsed => {
  const key = `${engine === plain ? 'text' : 'html'}:${text}`;
  const known = remembered.get(key);
  if (known) return known;
  const made = engine.parse(text);
  remembered.set(key, made);
  return made;
};

const DETAIL_LENGTH_MAX = 200;

/** Puts facts into a template. Refuses one that cannot be read, lacks a fact, or takes too long; what it says holds no fact. */
export function render(
  template: Pick<Template, 'kind' | 'subject' | 'body' | 'html'>,
  facts: Facts,
): Ok<{ readonly rendered: Rendered }> | Refusal<'notifications.template.malformed'> {
  try {
    const put = (engine: Liquid, text: string): string =>
      String(engine.renderSync(parsed(engine, text), { ...facts }) as unknown);
    const text = cleaned(put(plain, template.body));
    const subject = cleaned(put(plain, template.subject)).replace(/\s+/g, ' ').trim();
    const html = template.kind !== 'email' ? '' : template.html === '' ? htmlOf(text) : put(escaping, template.html);
    return { ok: true, rendered: { subject, text, html } };
  } catch (error) {
    return malformed(error);
  }
}

/** Refuses a template that cannot be read; facts are not looked at. */
export function parseTemplate(
  template: Pick<Template, 'subject' | 'body' | 'html'>,
): Ok<object> | Refusal<'notifications.template.malformed'> {
  try {
    for (const text of [template.subject, template.body]) plain.parse(text);
    escaping.parse(template.html);
    return { ok: true };
  } catch (error) {
    return malformed(error);
  }
}

/** The facts that a text says or asks about; of one that cannot be read, none. Names that it gives itself are not among them. */
export function factsNamed(text: string): ReadonlySet<string> {
  try {
    return new Set(plain.globalVariablesSync(text));
  } catch {
    return new Set();
  }
}

const malformed = (error: unknown): Refusal<'notifications.template.malformed'> => {
  const detail = (error as Error).message.split('\n')[0] ?? '';
  return refuse('notifications.template.malformed', { detail: detail.slice(0, DETAIL_LENGTH_MAX) });
};

// Control characters and marks that turn text around have no business in a message.
// oxlint-disable-next-line no-control-regex -- those are what is taken out
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const cleaned = (text: string): string => text.replace(/\r\n?/g, '\n').replace(CONTROL, ' ').trim();

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** An e-mail's text as plain HTML: paragraphs, and addresses that can be clicked. */
function htmlOf(text: string): string {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => {
    const lines = paragraph.split('\n').map((line) =>
      line
        .split(/(https:\/\/[^\s<>"']+)/)
        .map((piece, at) => (at % 2 === 1 ? `<a href="${escaped(piece)}">${escaped(piece)}</a>` : escaped(piece)))
        .join(''),
    );
    return `<p>${lines.join('<br>')}</p>`;
  });
  return (
    '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    '<meta name="color-scheme" content="light dark"></head>' +
    // Long addresses break instead of running off a phone.
    '<body style="margin:0 auto;padding:24px;max-width:36em;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;' +
    `overflow-wrap:anywhere">${paragraphs.join('\n')}</body></html>`
  );
}
