import type { Template } from '../web-service.ts';

/** What placeholders stand for. `amount` is a decimal, `amountMinor` the same in smallest steps. */
export type Values = Readonly<Record<string, string>>;

export const PLACEHOLDERS = [
  'card',
  'pin',
  'amount',
  'amountMinor',
  'currency',
  'partial',
  'reference',
  'payment',
  'outsideId',
  'from',
  'cursor',
] as const;

const PLACEHOLDER = /\{([A-Za-z]+)(:number)?\}/g;
const PLAIN_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const WHOLE_NUMBER = /^\{([A-Za-z]+):number\}$/;

/** The placeholders of a template, each once. */
export function placeholdersOf(template: Template): readonly string[] {
  const text = typeof template === 'string' ? template : JSON.stringify(template ?? '');
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1]))];
}

/** Text with its placeholders filled in; each value goes through `escape` first. A value that is not given is empty. */
export const fillText = (text: string, values: Values, escape: (value: string) => string = (value) => value): string =>
  text.replaceAll(PLACEHOLDER, (_, name: string) => escape(values[name] ?? ''));

const XML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML text with values that cannot become tags. */
export const fillXml = (text: string, values: Values): string =>
  fillText(text, values, (value) => value.replaceAll(/[&<>"']/g, (sign) => XML_ESCAPES[sign]));

type RawJson = { readonly rawJSON: (text: string) => unknown };
const { rawJSON } = JSON as unknown as RawJson;

/** JSON with its texts filled in. `"{amount:number}"` alone becomes a number, digit by digit as it is. */
export function fillJson(template: Template, values: Values): string {
  const fill = (at: Template): unknown => {
    if (typeof at === 'string') {
      const whole = WHOLE_NUMBER.exec(at);
      const value = whole ? (values[whole[1]] ?? '') : undefined;
      if (value !== undefined && PLAIN_NUMBER.test(value)) return rawJSON(value);
      return value ?? fillText(at, values);
    }
    if (Array.isArray(at)) return at.map(fill);
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([name, one]) => [name, fill(one)]));
  };
  return JSON.stringify(fill(template));
}
