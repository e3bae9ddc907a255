// The slow road of strict-json: runs only when a key is known to stand twice, to tell the sender where.

/**
 * Takes a text that JSON.parse accepted; answers the dotted path of the first key that stands twice in one object
 * (`lines.0.price`), or an empty string when there is none. Keys are compared as they mean, not as they are written:
 * `"a"` equals `"\u0061"`.
 */
export function findDuplicateKey(text: string): string {
  const open: Array<{ readonly keys: Set<string> | undefined; at: string | number }> = [];
  let i = 0;
  while (i < text.length) {
    const here = open.at(-1);
    switch (text[i]) {
      case '{':
        open.push({ keys: new Set(), at: '' });
        break;
      case '[':
        open.push({ keys: undefined, at: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (here !== undefined && typeof here.at === 'number') here.at += 1;
        break;
      case '"': {
        const end = endOfString(text, i);
        if (here?.keys !== undefined && isFollowedByColon(text, end)) {
          const key = JSON.parse(text.slice(i, end)) as string;
          here.at = key;
          if (here.keys.has(key)) return open.map((level) => level.at).join('.');
          here.keys.add(key);
        }
        i = end;
        continue;
      }
      default:
    }
    i += 1;
  }
  return '';
}

/** The index after the closing quote. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}

function isFollowedByColon(text: string, from: number): boolean {
  let i = from;
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i += 1;
  return text[i] === ':';
}
