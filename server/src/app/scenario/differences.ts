type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/**
 * Where an answer is otherwise than expected, one sentence each. Fields that are not expected may be anything; a list has
 * as many entries as expected.
 */
export function differences(expected: unknown, found: unknown, place = ''): string[] {
  const here = place === '' ? 'it' : place;
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return [`${here}: expected a list of ${expected.length}, found ${shown(found)}`];
    if (found.length !== expected.length) {
      return [`${here}: expected ${expected.length} (${shown(expected)}), found ${found.length} (${shown(found)})`];
    }
    return expected.flatMap((one, at) => differences(one, found[at], `${place}[${at + 1}]`));
  }
  if (isFields(expected)) {
    if (!isFields(found)) return [`${here}: expected ${shown(expected)}, found ${shown(found)}`];
    return Object.entries(expected).flatMap(([name, one]) =>
      differences(one, found[name], place === '' ? name : `${place}.${name}`),
    );
  }
  return expected === found ? [] : [`${here}: expected ${shown(expected)}, found ${shown(found)}`];
}
