const SYSTEMS = /iPhone|iPad|Android|Windows|Mac OS X|CrOS|Linux/;
// The first that fits: whoever is built upon another names it too.
const PROGRAMS = [/Firefox/, /Edg/, /OPR/, /Chrome/, /Safari/] as const;
const NAMES: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS', CrOS: 'ChromeOS' };

/** Browser and system as people call them, by what a browser says of itself; that itself where it says something else. */
export function deviceName(browser: string): string {
  const program = PROGRAMS.map((one) => one.exec(browser)?.[0]).find(Boolean);
  const named = [program, SYSTEMS.exec(browser)?.[0]].flatMap((one) => (one ? [NAMES[one] ?? one] : []));
  return named.length > 0 ? named.join(', ') : browser;
}
