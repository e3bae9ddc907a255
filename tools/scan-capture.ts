import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Looks through what a run of the tests let out (server/test/capture.ts) for every card number and PIN that went in, and then makes
// sure that it is not blind. No number that it finds is printed whole.

const NUMBER_LENGTH_MIN = 8;

/** Every kind of thing that a run lets out. One of which nothing was captured was not looked through. */
const KINDS = ['log', 'error', 'address', 'export', 'trace'] as const;

type Secrets = {
  readonly numbers: ReadonlySet<string>;
  readonly pins: ReadonlySet<string>;
  /** The PINs that went in by each process, by what its files end in. */
  readonly pinsOf: ReadonlyMap<string, ReadonlySet<string>>;
};
type Find = { readonly file: string; readonly line: number; readonly what: string };
type Scan = { readonly finds: Find[]; readonly secrets: Secrets; readonly lines: Readonly<Record<string, number>> };

const bare = (text: string): string => text.replace(/[ -]/g, '').toUpperCase();
const isTelling = (number: string): boolean => number.length >= NUMBER_LENGTH_MIN && new Set(number).size > 1;

const processOf = (file: string): string => file.slice(file.indexOf('-') + 1);

function readSecrets(folder: string, files: readonly string[]): Secrets {
  const numbers = new Set<string>();
  const pins = new Set<string>();
  const pinsOf = new Map<string, Set<string>>();
  for (const file of files.filter((name) => name.startsWith('secret-'))) {
    const own = new Set<string>();
    pinsOf.set(processOf(file), own);
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)) {
      const { number, pin } = JSON.parse(line) as { number?: string; pin?: string };
      // Shorter ones, words without a digit, and one digit again and again are what tests send to be refused: they say nothing
      // about a card, and made-up ids in addresses are full of zeros.
      if (number !== undefined && /\d{4}/.test(number) && isTelling(bare(number))) numbers.add(bare(number));
      // Terms say `needed` under the same name.
      if (pin !== undefined && /\d/.test(pin)) {
        pins.add(pin);
        own.add(pin);
      }
    }
  }
  return { numbers, pins, pinsOf };
}

// A number as it is, or in groups; what is longer is looked through for it.
const RUN = /[0-9A-Za-z]{8,}|\d{2,8}(?:[ -]\d{2,8}){1,12}/g;
// A PIN has four digits and stands anywhere by chance: it counts where a field has it as its whole value.
// Where the field is a figure it is one: with thousands of PINs drawn by lot, some of the amounts look like one.
const VALUE = /(?:\b(\w+)\\?"?\s*)?[:=]\s*\\?"([0-9A-Za-z]{4,16})\\?"|\bpin\b\W{1,4}([0-9A-Za-z]{4,16})/gi;
const FIGURE =
  /(?:amount|available|balance|book|asked|price|total|value|points|units|limit|left|missing|quantity|used|max|min)$/i;

type Sought = {
  readonly numbers: ReadonlySet<string>;
  readonly pins: ReadonlySet<string>;
  readonly lengths: readonly number[];
  /** Traces are full of moments and ids: a number counts there as a whole, and a PIN where its field says so. */
  readonly isTrace: boolean;
};

function findIn(text: string, { numbers, pins, lengths, isTrace }: Sought): string | undefined {
  for (const [run] of text.matchAll(RUN)) {
    const whole = bare(run);
    if (isTrace) {
      if (numbers.has(whole)) return `a card number that ends in ${whole.slice(-4)}`;
      continue;
    }
    for (const length of lengths) {
      for (let at = 0; at + length <= whole.length; at += 1) {
        const part = whole.slice(at, at + length);
        if (numbers.has(part)) return `a card number that ends in ${part.slice(-4)}`;
      }
    }
  }
  for (const [, field, value, named] of text.matchAll(VALUE)) {
    if (named !== undefined && pins.has(named)) return 'a PIN after its name';
    if (isTrace && !/pin$/i.test(field ?? '')) continue;
    if (value !== undefined && pins.has(value) && !FIGURE.test(field ?? '')) return `a PIN as ${field ?? 'a value'}`;
  }
  return undefined;
}

function scan(folder: string): Scan {
  const files = readdirSync(folder).sort();
  const secrets = readSecrets(folder, files);
  const lengths = [...new Set([...secrets.numbers].map((number) => number.length))];
  const finds: Find[] = [];
  const lines: Record<string, number> = {};
  for (const file of files.filter((name) => !name.startsWith('secret-'))) {
    const kind = file.split('-')[0] ?? '';
    // What several processes wrote into one file is looked through for the PINs of all.
    const pins = secrets.pinsOf.get(processOf(file)) ?? secrets.pins;
    for (const [at, line] of readFileSync(join(folder, file), 'utf8').split('\n').entries()) {
      if (line === '') continue;
      lines[kind] = (lines[kind] ?? 0) + 1;
      const what = findIn(line, { numbers: secrets.numbers, pins, lengths, isTrace: kind === 'trace' });
      if (what !== undefined) finds.push({ file, line: at + 1, what });
    }
  }
  return { finds, secrets, lines };
}

const PLANTED = {
  'secret-1.txt': ['{"number":"6012 3456 7890 1234"}', '{"pin":"4711"}'],
  'log-1.txt': ['{"level":30,"msg":"card 6012345678901234 was read"}', '{"level":30,"msg":"nothing"}'],
  'address-1.txt': ['GET /v1/cards/6012345678901234', 'GET /v1/cards/card_0123'],
  'error-1.txt': ['{"detail":"The PIN 4711 is wrong"}', '{"pin":"4711"}', '{"at":47110}'],
  'export-1.txt': ['6012-3456-7890-1234;25.00', '4711;25.00'],
  'trace-1.txt': [
    'audit {"after":"6012345678901234"}',
    'message {"pin":"4711"}',
    'journal ["gift",1601234567890123499,"4711"]',
  ],
} as const;
const PLANTED_FINDS = 7;

/** Finds what is planted, and nothing else. */
function seesPlanted(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-scan-'));
  try {
    for (const [name, lines] of Object.entries(PLANTED)) writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
    return scan(folder).finds.length === PLANTED_FINDS;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder that TALLYSTICK_CAPTURE named when the tests ran.');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const { finds, secrets, lines } = scan(folder);
for (const { file, line, what } of finds.slice(0, 50)) console.error(`${file}:${line}: ${what}`);
const problems = [
  ...(finds.length > 0 ? [`${finds.length} places let a card number or PIN out`] : []),
  ...(seesPlanted() ? [] : ['what was planted was not found as it should: the scan is blind']),
  // A run that captured nothing proves nothing.
  ...(secrets.numbers.size > 0 && secrets.pins.size > 0
    ? []
    : ['no card number or no PIN went in: nothing was captured']),
  ...KINDS.filter((kind) => !lines[kind]).map((kind) => `nothing of the kind ${kind} was captured`),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else {
  const told = Object.entries(lines)
    .map(([kind, count]) => `${count} of ${kind}`)
    .join(', ');
  console.log(`${secrets.numbers.size} card numbers and ${secrets.pins.size} PINs went in; none came out in ${told}.`);
}
