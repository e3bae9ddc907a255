import type { Asked } from '../../../platform/outbound/index.ts';
import type { Answer } from '../port.ts';
import type { Call, WebService } from '../web-service.ts';
import { textAt, type Tree } from './answer-tree.ts';
import { readJson } from './read-json.ts';
import { readXml } from './read-xml.ts';

const REASON_MAX = 100;

// Shorter ones could be part of an amount.
const VEILED_LENGTH_MIN = 10;

/** The text with the card's number only hinted at: ids and reasons of others may hold it, and they are kept and shown. */
const veil = (text: string, card: string): string =>
  card.length < VEILED_LENGTH_MIN
    ? text
    : text.replaceAll(card, `${card.slice(0, 1)}${'0'.repeat(card.length - 5)}${card.slice(-4)}`);

/** Undefined for bytes that are no UTF-8, or no answer of the format. An empty body is an empty answer. */
export function readAnswer(body: Buffer, format: WebService['format'], card = ''): Tree | undefined {
  if (body.length === 0) return new Map();
  try {
    const text = veil(new TextDecoder('utf-8', { fatal: true }).decode(body), card);
    return format === 'json' ? readJson(text) : readXml(text);
  } catch {
    return undefined;
  }
}

/**
 * What an answer means. Yes and no only where the settings say so in the very words that came; whatever else comes, and whatever
 * does not come, is unknown.
 */
export function judge(
  asked: Asked,
  call: Call,
  { format, card }: { readonly format: WebService['format']; readonly card: string },
): Answer<{ readonly tree: Tree }> {
  if (asked.outcome === 'not_sent') return { outcome: 'not_sent', reason: asked.why };
  if (asked.outcome === 'lost') return { outcome: 'unknown', reason: asked.why };
  const tree = readAnswer(asked.body, format, card);
  const why = tree === undefined || call.reason === undefined ? undefined : textAt(tree, call.reason);
  const no = (otherwise: string): Answer<never> => ({ outcome: 'no', reason: (why ?? otherwise).slice(0, REASON_MAX) });
  if (call.noStatuses?.includes(asked.status)) return no(`status_${asked.status}`);
  if (asked.status < 200 || asked.status > 299) return { outcome: 'unknown', reason: `status_${asked.status}` };
  if (tree === undefined) return { outcome: 'unknown', reason: 'unreadable' };
  if (call.verdict === undefined) return { outcome: 'yes', tree };
  const said = textAt(tree, call.verdict.path);
  if (said !== undefined && call.verdict.yes.includes(said)) return { outcome: 'yes', tree };
  if (said !== undefined && call.verdict.no.includes(said)) return no(said);
  return { outcome: 'unknown', reason: 'unclear' };
}
