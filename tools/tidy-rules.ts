import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root, type SourceFile } from './source-files.ts';

/** Something untidy, and what to do in its place. */
export type Problem = { path: string; line: number; text: string };

const CLOCK = 'server/src/platform/clock.ts';
const CONFIG = 'server/src/platform/config.ts';
const MONEY_ROOMS = /^server\/src\/(rooms\/(ledger|points|giftcards)|kernel\/(quantity|rate|split|rounding))/;
const TEST = /(\.test\.ts$|\/fake-[^/]*\.ts$|^server\/test\/|^scenarios\/)/;
const PROGRAM = /^(server\/src|contract)\//;

type Ban = { pattern: RegExp; where: (path: string) => boolean; instead: string };

const BANS: readonly Ban[] = [
  {
    pattern: /\bDate\.now\(|\bnew Date\(/,
    where: (path) => PROGRAM.test(path) && !TEST.test(path) && path !== CLOCK,
    instead: 'the time is passed in: take a Clock (platform/clock.ts) or an Instant',
  },
  {
    pattern: /\bMath\.random\(/,
    where: (path) => PROGRAM.test(path),
    instead: 'use node:crypto, or a seed that the test prints',
  },
  {
    pattern: /\bparseFloat\(|\bNumber\(/,
    where: (path) => MONEY_ROOMS.test(path) && !TEST.test(path) && path.includes('/rooms/'),
    instead: 'money and points are bigint: read them with the kernel, and rates as fractions',
  },
  {
    pattern: /\bprocess\.env\b/,
    where: (path) => PROGRAM.test(path) && path !== CONFIG,
    instead: 'settings are read once, in platform/config.ts',
  },
];

// Comments may say what code may not do.
const COMMENT = /^\s*(\/\/|\/?\*)/;

function eachLine(file: SourceFile, look: (line: string) => string | undefined): Problem[] {
  return file.text.split('\n').flatMap((line, i) => {
    const text = look(line);
    return text === undefined ? [] : [{ path: file.path, line: i + 1, text }];
  });
}

/** Calls that take time, chance or settings from where they are not passed in. */
export function bannedCalls(file: SourceFile): Problem[] {
  const bans = BANS.filter(({ where }) => where(file.path));
  if (bans.length === 0) return [];
  return eachLine(file, (line) =>
    COMMENT.test(line) ? undefined : bans.find(({ pattern }) => pattern.test(line))?.instead,
  );
}

// A table of a schema as the object of a write. `for update of` and `on conflict do update set` name none.
const WRITE =
  /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?)\s+(?:only\s+)?([a-z_]+)\.[a-z_]/g;
const ROOM = /^server\/src\/rooms\/([^/]+)\//;

/** Writes of a room outside its own schema. Tests may do what they like. */
export function foreignWrites(file: SourceFile): Problem[] {
  const room = ROOM.exec(file.path)?.[1];
  if (room === undefined || TEST.test(file.path)) return [];
  return eachLine(file, (line) => {
    if (COMMENT.test(line)) return undefined;
    const foreign = [...line.matchAll(WRITE)].map((match) => match[1]).find((schema) => schema !== room);
    return foreign === undefined ? undefined : `the room ${room} writes to ${foreign}: ask that room's verb`;
  });
}

const MARK = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`);

/** Marks of unfinished work: an issue is the place for them. */
export function unfinished(file: SourceFile): Problem[] {
  return eachLine(file, (line) => (MARK.test(line) ? 'unfinished work belongs into an issue' : undefined));
}

const STATEMENT = /\bstatement(?:<[\s\S]*?>)?\(\s*['`]([A-Za-z0-9.-]+)['`]/g;

/** Statement names that stand twice, or that do not begin with the room they are in. */
export function doubleStatements(files: readonly SourceFile[]): Problem[] {
  const seen = new Map<string, string>();
  return files
    .filter(({ path }) => path.startsWith('server/src/') && !TEST.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(STATEMENT)].flatMap((match): Problem[] => {
        const name = match[1] ?? '';
        const line = text.slice(0, match.index).split('\n').length;
        const other = seen.get(name);
        seen.set(name, path);
        const room = ROOM.exec(path)?.[1];
        if (other !== undefined) return [{ path, line, text: `the statement ${name} stands in ${other} too` }];
        if (room === undefined || name.startsWith(`${room}.`)) return [];
        return [{ path, line, text: `the statement ${name} must be named ${room}.…, after its room` }];
      }),
    );
}

/** Schema changes whose head does not say why, what they lock, how long they take, and how to undo them. */
export function headlessChanges(file: SourceFile): Problem[] {
  const head = file.text
    .split('\n')
    .filter((line) => line.startsWith('--'))
    .slice(0, 8)
    .join('\n');
  return ['Why:', 'Lock:', 'Time at', 'Undo:']
    .filter((word) => !head.includes(word))
    .map((word) => ({ path: file.path, line: 1, text: `the head does not say "${word}"` }));
}

const LINK = /\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;

/** The names that a Markdown file's headings have in links. */
function anchors(text: string): Set<string> {
  const headings = text.split('\n').filter((line) => /^#{1,6} /.test(line));
  return new Set(
    headings.map((heading) =>
      heading
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

/** Links of documents to files or headings that are not there. Addresses elsewhere are not asked. */
export function brokenLinks(documents: readonly SourceFile[]): Problem[] {
  const texts = new Map(documents.map(({ path, text }) => [path, text]));
  return documents.flatMap((document) =>
    eachLine(document, (line) => {
      for (const [, target = ''] of line.matchAll(LINK)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [file = '', anchor] = target.split('#');
        const path = file === '' ? document.path : normalize(join(dirname(document.path), decodeURI(file)));
        if (!existsSync(join(root, path))) return `the link to ${target} leads nowhere`;
        const text = texts.get(path);
        if (anchor && text !== undefined && !anchors(text).has(anchor)) return `${file} has no heading #${anchor}`;
      }
      return undefined;
    }),
  );
}
