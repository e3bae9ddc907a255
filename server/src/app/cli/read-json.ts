import { readFileSync } from 'node:fs';
import { sentenceOf } from './sentence-of.ts';
import { WrongCall } from './wrong-call.ts';

/** What stands in a file of JSON. A WrongCall that names the file, and the place in it, where it cannot be read. */
export function readJson(file: string): unknown {
  const text = textOf(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new WrongCall(`${file}${problemIn(text, (error as Error).message)}`);
  }
}

/** What stands in a file. A WrongCall where it cannot be read. */
export function textOf(file: string): string {
  try {
    // Editors of one system begin a file with a mark that is no part of it.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    // Where the file is a folder the system does not say which.
    throw new WrongCall(sentenceOf(Object.assign(error as Error, { path: file })) ?? `${file} cannot be read`);
  }
}

/** What is wrong with it, and where reading stopped. Never what stands there: it may be a secret. The parser tells it of most mistakes. */
function problemIn(text: string, message: string): string {
  if (text.trim() === '') return ' is empty, and no JSON';
  if (message.startsWith('Unexpected end')) return ' is no JSON: it ends too early';
  const told = /at position (\d+)/.exec(message)?.[1];
  const lines = text.slice(0, told === undefined ? strangerIn(text) : Number(told)).split('\n');
  return ` is no JSON: line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

/** Where the first character stands that fits nothing: the shortest beginning of the text that has one ends with it. */
function strangerIn(text: string): number {
  let [fits, has] = [0, text.length];
  while (fits + 1 < has) {
    const middle = (fits + has) >> 1;
    if (isStrange(text.slice(0, middle))) has = middle;
    else fits = middle;
  }
  return has - 1;
}

function isStrange(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as Error).message.startsWith('Unexpected token');
  }
}
