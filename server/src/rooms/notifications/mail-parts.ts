/** A part of a mail that is no container: its type in lower case, and its text as bytes stand in it (latin1), decoded. */
export type MailPart = { readonly type: string; readonly text: string };

const PART_LENGTH_MAX = 64 * 1024;
const PARTS_MAX = 50;
const DEPTH_MAX = 5;

/** Fields of a block by their names in lower case, unfolded; the first of a name counts. */
export function mailFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const at = line.indexOf(':');
    const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(at + 1).trim());
  }
  return fields;
}

/**
 * The parts of a mail in their order, containers opened (RFC 2046), a mail within the mail left whole. Parts are cut after 64 KiB, and
 * nobody looks deeper than five containers or at more than fifty parts: reports need three.
 */
export function mailParts(mail: string): MailPart[] {
  const found: MailPart[] = [];
  open(mail, found, 0);
  return found;
}

function open(entity: string, found: MailPart[], depth: number): void {
  if (found.length >= PARTS_MAX || depth > DEPTH_MAX) return;
  const { head, body } = divided(entity);
  const fields = mailFields(head);
  const type = (fields.get('content-type') ?? 'text/plain').toLowerCase().split(';')[0]!.trim();
  if (!type.startsWith('multipart/')) {
    found.push({ type, text: decoded(body.slice(0, PART_LENGTH_MAX), fields.get('content-transfer-encoding') ?? '') });
    return;
  }
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(fields.get('content-type') ?? '');
  if (boundary === null) return;
  for (const part of between(body, boundary[1] ?? boundary[2] ?? '')) open(part, found, depth + 1);
}

function divided(entity: string): { readonly head: string; readonly body: string } {
  // A part without headers begins with the empty line.
  const end = /^\r?\n|\r?\n\r?\n/.exec(entity);
  if (end === null) return { head: entity, body: '' };
  return { head: entity.slice(0, end.index), body: entity.slice(end.index + end[0].length) };
}

/** What stands between the lines of a boundary, up to the closing one. */
function between(body: string, boundary: string): string[] {
  const parts: string[][] = [];
  for (const line of body.split('\n')) {
    const text = line.trimEnd();
    if (text === `--${boundary}--`) break;
    if (text === `--${boundary}`) {
      if (parts.length >= PARTS_MAX) break;
      parts.push([]);
    } else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}

function decoded(text: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(text, 'base64').toString('latin1');
    case 'quoted-printable':
      return text
        .replaceAll(/=[ \t]*\r?\n/g, '')
        .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
    default:
      return text;
  }
}
