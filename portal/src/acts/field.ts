/** What somebody has typed or chosen, by field. */
export type Values = Readonly<Record<string, unknown>>;

export type Choice = { readonly value: string; readonly label: string };

/** One field of a form. Its name is the path into the body that is sent: `pin.length`. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly kind?:
    | 'text'
    | 'number'
    | 'long'
    | 'choice'
    | 'choices'
    | 'tags'
    | 'yes'
    | 'day'
    | 'instant'
    | 'secret'
    | undefined;
  readonly hint?: string | undefined;
  readonly isRequired?: boolean;
  readonly choices?: readonly Choice[] | undefined;
  readonly initial?: unknown;
  /** Only while this holds; what is not shown is not sent. */
  readonly isShown?: (values: Values) => boolean;
  /** A refusal whose code fits stands beside this field. */
  readonly refused?: RegExp;
  /** A refusal whose sentence names this field stands beside it too. */
  readonly told?: RegExp;
  /** Where a code from a scanner or a list is typed: figures of one width. */
  readonly isMono?: boolean;
  /** The value as it is sent; left out it is sent as it was typed. */
  readonly send?: (value: unknown, values: Values) => unknown;
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The body that those fields make: what is empty or not shown is left out, dotted names become objects. */
export function bodyOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, isShown, send } of fields) {
    if (isShown && !isShown(values)) continue;
    const typed = values[name];
    const value = send ? send(typed, values) : typeof typed === 'string' ? typed.trim() : typed;
    if (!isEmpty(value)) place(body, name.split('.'), value);
  }
  return body;
}

function place(into: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[first] = value;
  else place((into[first] ??= {}) as Record<string, unknown>, rest, value);
}

/** What stands in the fields before anybody typed. */
export const initialOf = (fields: readonly Field[]): Values =>
  Object.fromEntries(fields.map(({ name, initial, kind }) => [name, initial ?? blankOf(kind)]));

const blankOf = (kind: Field['kind']): unknown =>
  kind === 'yes' ? false : kind === 'choices' || kind === 'tags' ? [] : '';

/** What was typed, as text; whatever is no text, number or yes has none. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
