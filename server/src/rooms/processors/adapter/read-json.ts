import type { Tree } from './answer-tree.ts';

// What the language has since 2025 and its types do not know yet: the text of a number as it was sent.
type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;
type ParseWithSource = (text: string, reviver: Reviver) => unknown;

const PLAIN = /^-?\d+(\.\d+)?$/;

/** Reads JSON. Undefined for what is none, and for numbers with an exponent, which are no amounts. */
export function readJson(text: string): Tree | undefined {
  try {
    const read = (JSON.parse as ParseWithSource)(text, (_key, value, { source }) => {
      if (typeof value === 'number') {
        if (source === undefined || !PLAIN.test(source)) throw new SyntaxError('not a plain number');
        return source;
      }
      return typeof value === 'boolean' ? String(value) : value;
    });
    return treeOf(read);
  } catch {
    return undefined;
  }
}

const treeOf = (value: unknown): Tree => {
  if (value === null || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(treeOf);
  return new Map(Object.entries(value as object).map(([name, one]) => [name, treeOf(one)]));
};
