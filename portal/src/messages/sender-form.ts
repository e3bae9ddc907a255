import { asText } from '../acts/field.ts';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import type { Field, Values } from '../acts/field.ts';
import type { Sender } from './message-types.ts';

type Plan = {
  readonly name: string;
  readonly kind?: Field['kind'];
  readonly isRequired?: boolean;
  readonly initial?: unknown;
  readonly choices?: readonly string[];
  readonly hasHint?: boolean;
  /** Only where this switch of the form is on. */
  readonly onlyWith?: typeof TAKES_REPORTS;
};

/** A switch of the form alone: whether its group is sent at all. Off, the secret of that group is forgotten with it. */
const TAKES_REPORTS = 'takesReports';

const ON_UNKNOWN: Plan = {
  ...{ name: 'onUnknown', kind: 'choice', isRequired: true, initial: 'hold', choices: ['hold', 'resend'] },
};

const PLANS: Readonly<Record<string, readonly Plan[]>> = {
  smtp: [
    { name: 'host', isRequired: true },
    { name: 'port', kind: 'number', isRequired: true, initial: 587 },
    {
      ...{ name: 'security', kind: 'choice', isRequired: true, initial: 'starttls' },
      choices: ['starttls', 'tls', 'none'],
    },
    { name: 'user' },
    { name: 'password', kind: 'secret' },
    { name: 'fromAddress', isRequired: true },
    { name: 'fromName' },
    { name: 'replyTo' },
    { name: TAKES_REPORTS, kind: 'yes', initial: false, hasHint: true },
    { name: 'reports.secret', kind: 'secret', onlyWith: TAKES_REPORTS },
    { name: 'reports.bounceAddress', onlyWith: TAKES_REPORTS, hasHint: true },
    { name: 'dkim.domain' },
    { name: 'dkim.selector' },
    { name: 'dkim.privateKey', kind: 'long' },
  ],
  smpp: [
    { name: 'host', isRequired: true },
    { name: 'port', kind: 'number', isRequired: true, initial: 2775 },
    { name: 'tls', kind: 'yes', initial: true },
    { name: 'systemId', isRequired: true },
    { name: 'password', kind: 'secret' },
    { name: 'systemType' },
    { name: 'senderId', isRequired: true },
    { name: 'windowMax', kind: 'number', isRequired: true, initial: 10 },
    ON_UNKNOWN,
  ],
  http: [
    { name: 'url', isRequired: true },
    { name: 'method', kind: 'choice', isRequired: true, initial: 'POST', choices: ['POST', 'PUT'] },
    { name: 'format', kind: 'choice', isRequired: true, initial: 'json', choices: ['json', 'form'] },
    { name: 'senderId', isRequired: true },
    { name: 'fields', kind: 'long', isRequired: true, initial: '{\n  "to": "{to}",\n  "text": "{text}"\n}' },
    { name: 'headers', kind: 'long' },
    { name: 'idPath' },
    { name: 'receipts.idPath' },
    { name: 'receipts.statePath' },
    { name: 'receipts.delivered', kind: 'tags' },
    { name: 'receipts.failed', kind: 'tags' },
    { name: 'receipts.secret', kind: 'secret' },
    { name: 'replies.fromPath' },
    { name: 'replies.textPath' },
    { name: 'replies.secret', kind: 'secret' },
    ON_UNKNOWN,
  ],
  web_push: [{ name: 'subject', isRequired: true, initial: 'mailto:' }],
};

/** Texts that are JSON. */
const IS_JSON = new Set(['fields', 'headers']);

const PROTOCOLS: Readonly<Record<Sender['kind'], readonly string[]>> = {
  email: ['smtp'],
  sms: ['smpp', 'http'],
  push: ['web_push'],
};

const parsed = (value: unknown): unknown => {
  const text = asText(value ?? '').trim();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Sent as it is: the API says where it is wrong.
    return text;
  }
};

const at = (settings: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((now, name) => (now as Record<string, unknown> | undefined)?.[name], settings);

/** The settings as they are sent: a group of fields of which some are set is sent whole; of which none is set, not at all. */
const inGroups = (settings: Record<string, unknown>): Record<string, unknown> => {
  const { receipts, reports, takesReports, ...rest } = settings as {
    readonly receipts?: Record<string, unknown>;
    readonly reports?: Record<string, unknown>;
    readonly [TAKES_REPORTS]?: boolean;
  };
  return {
    ...rest,
    ...(receipts && { receipts: { failed: [], ...receipts } }),
    // With nothing in it too: its secret, which no form shows, stays only while the group does.
    ...(takesReports && { reports: reports ?? {} }),
  };
};

/** Setting a sender up. Secrets that are left out stay as they are; everything else is what stands in the form. */
export function useSenderForm(kind: Sender['kind'], sender: Sender | undefined): Act {
  const { t } = useTranslation();
  const protocols = PROTOCOLS[kind];
  const now = sender?.settings ?? {};
  const protocol = asText(now.protocol ?? protocols[0]);
  const initialOf = (plan: Plan): unknown => {
    if (plan.name === TAKES_REPORTS) return at(now, 'reports') !== undefined;
    const kept = at(now, plan.name);
    if (kept === undefined) return sender && plan.kind !== 'choice' && plan.kind !== 'yes' ? undefined : plan.initial;
    return IS_JSON.has(plan.name) ? JSON.stringify(kept, null, 2) : kept;
  };
  const fieldOf = (one: string, plan: Plan): Field => {
    const words = plan.name.replace('.', '_');
    const last = plan.name.split('.').at(-1) ?? plan.name;
    const isSecret = plan.kind === 'secret' || plan.name === 'headers' || last === 'privateKey';
    const initial = now.protocol === one ? initialOf(plan) : plan.initial;
    return {
      // Two protocols have fields of one name; each keeps what was typed into its own.
      name: `${one}.${plan.name}`,
      label: t(`messages.senderFields.${words}`),
      kind: plan.kind,
      ...(plan.isRequired && { isRequired: true }),
      ...(isSecret && sender && { hint: t('messages.secretStays') }),
      ...(plan.hasHint && { hint: t(`messages.senderHints.${words}`) }),
      ...(initial !== undefined && { initial }),
      ...(plan.choices && {
        choices: plan.choices.map((value) => ({ value, label: t(`messages.senderChoices.${value}`, value) })),
      }),
      isShown: (values: Values) =>
        values.protocol === one && (plan.onlyWith === undefined || values[`${one}.${plan.onlyWith}`] === true),
      ...(IS_JSON.has(plan.name) ? { send: parsed } : {}),
      ...(last === 'host' || last === 'url' ? { refused: /channel\.inside/ } : {}),
      // Three groups have a secret: a sentence about one names its group too.
      told: new RegExp(
        plan.name
          .split('.')
          .map((part) => `\\b${part}\\b`)
          .join('.*'),
        'i',
      ),
    };
  };
  return {
    title: t('messages.setSender', { kind: t(`messages.kinds.${kind}`) }),
    verb: t('messages.saveSender'),
    what: `PUT /v1/channels/${kind}`,
    changes: ['/v1/channels'],
    fields: [
      {
        ...{ name: 'protocol', label: t('messages.protocol'), kind: 'choice', initial: protocol, isRequired: true },
        choices: protocols.map((value) => ({ value, label: t(`messages.protocols.${value}`) })),
      },
      ...protocols.flatMap((one) => (PLANS[one] ?? []).map((plan) => fieldOf(one, plan))),
      { name: 'perSecond', label: t('messages.perSecond'), kind: 'number', initial: sender?.perSecond ?? 10 },
    ],
    body: (values, fromFields) => ({
      perSecond: Number(values.perSecond),
      settings: {
        protocol: values.protocol,
        ...inGroups(fromFields[String(values.protocol)] as Record<string, unknown>),
      },
    }),
  };
}
