import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inheritedEnvironment } from '../../platform/config.ts';

// Every command as somebody calls it who is new, tired or in the wrong folder. None of it is a mistake of the program: each is answered
// with a sentence and an exit code, and nothing is made.

const WHOLE_WALK_MS = 900_000;
// Starting takes a second of one core; more at once would only wait for one another.
const AT_ONCE = 3;

let ground: string;
let cache: string;
let taken: ReturnType<typeof createServer>;
beforeAll(async () => {
  ground = mkdtempSync(join(tmpdir(), 'tallystick-bad-calls-'));
  cache = mkdtempSync(join(tmpdir(), 'tallystick-compiled-'));
  mkdirSync(join(ground, 'empty'));
  writeFileSync(join(ground, 'file.json'), '{"promotions": [}\n');
  writeFileSync(join(ground, 'list.json'), '[1, 2]\n');
  taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise((done) => taken.close(done));
  for (const folder of [ground, cache]) rmSync(folder, { recursive: true, force: true });
});

type Answer = { readonly code: number; readonly out: string; readonly errors: string };

/** Starts the program in the ground. `DATA_DIR` is a folder that is not there, unless somebody says otherwise. */
const tallystick = (words: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Answer> => {
  const env = {
    ...inheritedEnvironment(),
    // As the starter does: half of a start is compiling.
    NODE_COMPILE_CACHE: join(cache, 'compiled'),
    ...{ DATABASE_URL: '', DATA_DIR: join(ground, 'none'), KEYS_FILE: '', TALLYSTICK_CREDENTIAL: '' },
    ...settings,
  };
  return new Promise((done) => {
    const main = join(import.meta.dirname, 'main.ts');
    const child = execFile(process.execPath, [main, ...words], { cwd: ground, env }, (error, out, errors) =>
      done({ code: error ? Number(error.code ?? -1) : 0, out, errors }),
    );
    child.stdin?.end();
  });
};

/** All commands that do something, with a call that only lacks an installation, and the code that this ends with. */
const COMMANDS: readonly (readonly [path: string, rest: readonly string[], code: number])[] = [
  ['tenant list', ['--json'], 1],
  ['tenant admit', ['demo', 'ana@acme.example', '--name', 'Ana'], 1],
  ['tenant key', ['demo', '--name', 'reader'], 1],
  ['tenant outbox', ['demo'], 1],
  ['db url', ['--hold'], 1],
  ['db sql', ['select 1', '--json'], 1],
  ['db dump', [], 1],
  ['db changes', ['--apply', '--json'], 1],
  ['db backup', ['copy', '--json'], 1],
  ['db restore', ['empty', '--json'], 2],
  ['db move', ['--to', 'postgres://127.0.0.1:1/other', '--json'], 1],
  ['db upgrade', ['--json'], 1],
  ['journal verify', ['--roots', '--json'], 1],
  ['journal roots', [], 1],
  ['audit verify', ['--json'], 1],
  ['replay uci', ['empty', '--json'], 2],
  ['replay x5', ['empty', '--json'], 2],
  ['explain', ['op_1', '--json'], 1],
  ['simulate', ['club', '--tenant', 'demo', '--draft', 'summer', '--json'], 1],
  ['recompute', ['--json'], 1],
  ['scenario', ['run', 'no-such-story', '--json'], 2],
  ['conformance run', ['--url', 'http://127.0.0.1:1', '--json'], 2],
  ['conformance watch', ['--url', 'http://127.0.0.1:1', '--json'], 1],
  ['conformance verify', ['list.json', '--json'], 1],
  ['conformance key', [], 1],
];
/** What needs no installation, makes one, or runs until it is stopped: called wrongly only. */
const OTHERS = ['start', 'tenant open', 'bench', 'conformance list'];

/** Calls that are wrong in themselves, with the code and what has to be said. */
const WRONG: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
  [[], 2, /^Usage: tallystick /],
  [['nonsense'], 2, /unknown command 'nonsense'/],
  [['db'], 2, /^Usage: tallystick db /],
  [['start', 'now'], 2, /too many arguments/],
  [['conformance', 'list', 'more'], 2, /too many arguments/],
  [['tenant', 'open', 'acme'], 2, /'--name <name>' not specified/],
  [
    ['tenant', 'open', 'acme', '--name', 'A', '--country', 'ES', '--person', 'Ana'],
    2,
    /Ana Torres <ana@acme\.example>/,
  ],
  [['db', 'sql'], 2, /missing required argument 'text'/],
  [['db', 'move', '--to', 'elsewhere'], 2, /must look like postgres:/],
  [['db', 'restore', 'file.json'], 2, /holds no backup/],
  [['journal', 'verify', '--lane', 'first'], 2, /whole number from 1/],
  [['replay', 'uci', 'nowhere'], 2, /there is no folder nowhere/],
  [['replay', 'uci', 'file.json'], 2, /there is no folder file\.json/],
  [['replay', 'x5', 'empty', '--from', '2026-02-31'], 2, /a day that exists/],
  [['replay', 'uci', 'empty', '--from', '2011-02-01', '--to', '2011-01-01'], 2, /before the first/],
  [['explain'], 2, /missing required argument 'operation'/],
  [['explain', 'op_1', '--for', 'nobody'], 2, /Allowed choices are customer, cashier, auditor/],
  [['simulate', 'club'], 2, /'--tenant <code>' not specified/],
  [['simulate', 'club', '--tenant', 'demo'], 2, /name a draft \(--draft\) or a file \(--file\)/],
  [['simulate', 'club', '--tenant', 'demo', '--file', 'file.json'], 2, /file\.json is no JSON: line 1, column 17/],
  [['simulate', 'club', '--tenant', 'demo', '--file', 'absent.json'], 2, /there is no absent\.json/],
  [['simulate', 'club', '--tenant', 'demo', '--file', 'empty'], 2, /empty is a folder, not a file/],
  [
    ['simulate', 'club', '--tenant', 'demo', '--draft', 'summer', '--from', '2026-12-01', '--to', '2026-01-01'],
    ...([2, /the last day \(--to 2026-01-01\) is before the first/] as const),
  ],
  [['recompute', '--program', 'club'], 2, /--tenant/],
  [['recompute', '--to', 'yesterday'], 2, /a day that exists/],
  [['recompute', '--from', '2026-12-01', '--to', '2026-01-01'], 2, /before the first/],
  [['scenario', 'run', 'file.json'], 2, /file\.json is no JSON: line 1, column 17/],
  [['scenario', 'run', 'list.json'], 2, /list\.json: /],
  [['scenario', 'run', 'three-for-two', '--rulebook', 'list.json'], 2, /three-for-two: /],
  [['scenario', 'show'], 2, /names the stories/],
  [['conformance', 'run', '--url', 'here'], 2, /an address with http or https/],
  [['conformance', 'run', '--url', 'http://127.0.0.1:1', '--with', 'file.json'], 2, /file\.json is no JSON: line 1/],
  [['conformance', 'run', '--url', 'http://127.0.0.1:1', '--with', 'list.json'], 2, /no file to play with/],
  [['conformance', 'run', '--url', 'http://127.0.0.1:1', '--except', 'lunch'], 2, /no case "lunch"/],
  [['conformance', 'verify', 'absent.json'], 2, /there is no absent\.json/],
  [['conformance', 'verify', 'list.json', '--public-key', 'file.json'], 1, /list\.json: /],
];

/** Faults of the place, by commands of each kind. */
const PLACES: readonly (readonly [words: readonly string[], settings: () => Record<string, string>, says: RegExp])[] = [
  ...['db changes', 'journal verify', 'recompute', 'tenant open acme --name A --country ES'].map(
    (words) =>
      [
        words.split(' '),
        () => ({ DATABASE_URL: 'postgres://ana:secret@127.0.0.1:1/x' }),
        /DATABASE_URL does not answer/,
      ] as const,
  ),
  [['audit', 'verify'], () => ({ DATABASE_URL: 'postgres://ana:secret@127.0.0.1:port/x' }), /looks like postgres:/],
  [['start'], () => ({ DATA_DIR: join(ground, 'file.json') }), /file\.json is there already/],
  [['start'], () => ({ DATA_DIR: join(ground, 'file.json', 'deeper') }), /a part of the path is a file/],
  [['tenant', 'list'], () => ({ DATA_DIR: join(ground, 'file.json') }), /there is no installation in /],
  [
    ['conformance', 'watch', '--url', 'http://127.0.0.1:1', '--no-certificate', '--port', 'PORT'],
    () => ({}),
    /127\.0\.0\.1:\d+ is taken/,
  ],
];

const isUsage = (errors: string): boolean => errors.startsWith('Usage: ');
/** What may be said of a bad call: a sentence, or the usage where no command was named; no stack and no inside of ours. */
function readable({ errors }: Answer): void {
  expect(errors).not.toMatch(/^\s+at |node:internal|\.ts:\d|secret|\[object|undefined/m);
  if (isUsage(errors)) return;
  const lines = errors.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(lines[0]).toMatch(/^(tallystick|error): \S/);
}

/** Calls all of them, some at once, and looks at each answer; at the end nothing may be there that was not before. */
async function walk<Call>(calls: readonly Call[], one: (call: Call) => Promise<void>): Promise<void> {
  const before = readdirSync(ground).sort();
  const left = [...calls];
  const walker = async (): Promise<void> => {
    for (let call = left.shift(); call !== undefined; call = left.shift()) await one(call);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, walker));
  expect(readdirSync(ground).sort()).toEqual(before);
  expect([existsSync(join(ground, 'none')), readdirSync(join(ground, 'empty'))]).toEqual([false, []]);
}

const listed = (help: string): string[] =>
  [...(help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '').matchAll(/^ {2}([a-z0-9]+) /gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help');

test(
  'the walks below meet every command that help lists',
  async () => {
    const names: string[] = [];
    await walk(listed((await tallystick(['--help'])).out), async (group) => {
      const inner = group === 'bench' ? [] : listed((await tallystick([group, '--help'])).out);
      names.push(...(inner.length === 0 ? [group] : inner.map((name) => `${group} ${name}`)));
    });
    expect(names.length).toBeGreaterThan(25);
    expect([...COMMANDS.map(([path]) => path), ...OTHERS].sort()).toEqual(names.sort());
  },
  WHOLE_WALK_MS,
);

test(
  'a command that reads an installation refuses in a sentence where there is none, and makes nothing',
  async () => {
    await walk(COMMANDS, async ([path, rest, code]) => {
      const answer = await tallystick([...path.split(' '), ...rest]);
      expect({ path, code: answer.code, errors: answer.errors }).toMatchObject({ code });
      readable(answer);
      // Whoever reads objects is given no half of one.
      if (answer.out !== '') expect(JSON.parse(answer.out)).toBeTypeOf('object');
    });
  },
  WHOLE_WALK_MS,
);

test(
  'a wrong option is named by every kind of command, with the code of a wrong call',
  async () => {
    const paths = ['db url', 'tenant list', 'simulate', ...OTHERS];
    await walk(paths, async (path) => {
      const answer = await tallystick([...path.split(' '), '--no-such-option']);
      // Where something needed is missing too, either may be told.
      const says = expect.stringMatching(/unknown option '--no-such-option'|not specified/) as string;
      expect({ path, ...answer }).toMatchObject({ code: 2, out: '', errors: says });
      readable(answer);
    });
  },
  WHOLE_WALK_MS,
);

test(
  'a wrong call is told in a sentence that says what and where',
  async () => {
    await walk(WRONG, async ([words, code, says]) => {
      const answer = await tallystick(words);
      expect({ words, code: answer.code, errors: answer.errors }).toMatchObject({
        ...{ code, errors: expect.stringMatching(says) as string },
      });
      readable(answer);
    });
  },
  WHOLE_WALK_MS,
);

test(
  'a place that does not serve is told in a sentence, without the password of its address',
  async () => {
    const port = String((taken.address() as AddressInfo).port);
    await walk(PLACES, async ([words, settings, says]) => {
      const answer = await tallystick(
        words.map((word) => (word === 'PORT' ? port : word)),
        settings(),
      );
      expect({ words, code: answer.code, errors: answer.errors }).toMatchObject({
        ...{ code: 1, errors: expect.stringMatching(says) as string },
      });
      readable(answer);
    });
  },
  WHOLE_WALK_MS,
);
