import { canonicalJson } from '../../kernel/canonical.ts';
import type { AuditFacts } from '../../platform/audit.ts';
import type { SenderSettings } from './sender.ts';

/** What changes of the way: as it is and as it would be; null where there is no sender, and messages stay in the outbox. */
export type ChangeOfWay = { readonly before: AuditFacts | null; readonly after: AuditFacts | null };

/**
 * Through whose hands messages go, and in whose name: whoever sets that reads the codes and links in them. Not among it: a password, a key
 * and a rate, by which the same server is spoken to. Pushes go where each browser says, sealed for it: null.
 */
export function wayOf(settings: SenderSettings | undefined): AuditFacts | null {
  if (settings === undefined) return null;
  const { protocol } = settings;
  switch (settings.protocol) {
    case 'smtp': {
      const { host, port, security, user, fromAddress, replyTo, reports } = settings;
      return told({ protocol, host, port, security, user, fromAddress, replyTo, bounces: reports?.bounceAddress });
    }
    case 'smpp': {
      const { host, port, tls, systemId, systemType, senderId } = settings;
      return told({ protocol, host, port, tls, systemId, systemType, senderId });
    }
    case 'http': {
      const { url, method, format, fields, senderId } = settings;
      // Some gateways take their key in a field: its name is enough to see.
      return told({ protocol, url, method, format, fields: Object.keys(fields), senderId });
    }
    case 'web_push':
      return null;
  }
}

const told = (facts: AuditFacts): AuditFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));

// Headers and fields name the account at the gateway, whose owner sees what goes through it; which one it is, nobody is shown.
const isOtherAccount = (before: SenderSettings | undefined, after: SenderSettings | undefined): boolean =>
  before?.protocol === 'http' &&
  after?.protocol === 'http' &&
  canonicalJson([before.headers ?? {}, before.fields]) !== canonicalJson([after.headers ?? {}, after.fields]);

/** What of the way changes; undefined where messages go on through the same hands. */
export function changeOfWay(
  known: SenderSettings | undefined,
  asked: SenderSettings | undefined,
): ChangeOfWay | undefined {
  const [before, after] = [wayOf(known), wayOf(asked)];
  if (canonicalJson(before) !== canonicalJson(after)) return { before, after };
  return after && isOtherAccount(known, asked) ? { before, after: { ...after, account: 'another' } } : undefined;
}

/** One setting of the way, in words for whoever decides; a dash where there is none. */
export type ChangedSetting = { readonly setting: string; readonly before: string; readonly after: string };

const NONE = '—';
const textOf = (fact: unknown): string => {
  if (fact === undefined || fact === null) return NONE;
  return Array.isArray(fact) ? fact.join(', ') : String(fact as string | number | boolean);
};

/** What of the way changes, setting by setting. */
export const changedSettings = ({ before, after }: ChangeOfWay): ChangedSetting[] =>
  [...new Set(Object.keys({ ...before, ...after }))]
    .map((setting) => ({ setting, before: textOf(before?.[setting]), after: textOf(after?.[setting]) }))
    .filter((one) => one.before !== one.after);
