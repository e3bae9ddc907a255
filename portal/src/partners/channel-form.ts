import { asText } from '../acts/field.ts';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import type { Field, Values } from '../acts/field.ts';
import type { Sender } from './partner-types.ts';

type Plan = {
  readonly name: string;
  readonly kind?: Field['kind'];
  readonly isRequired?: boolean;
  readonly initial?: unknown;
};

const PLANS: Readonly<Record<string, readonly Plan[]>> = {
  smtp: [
    { name: 'host', isRequired: true },
    { name: 'port', kind: 'number', isRequired: true, initial: 587 },
    { name: 'user' },
    { name: 'password', kind: 'secret' },
    { name: 'fromAddress', isRequired: true },
    { name: 'fromName' },
    { name: 'replyTo' },
  ],
  smpp: [
    { name: 'host', isRequired: true },
    { name: 'port', kind: 'number', isRequired: true, initial: 2775 },
    { name: 'tls', kind: 'yes', initial: true },
    { name: 'systemId', isRequired: true },
    { name: 'password', kind: 'secret' },
    { name: 'senderId', isRequired: true },
  ],
  http: [
    { name: 'url', isRequired: true },
    { name: 'senderId', isRequired: true },
    { name: 'fields', kind: 'long', isRequired: true, initial: '{\n  "to": "{to}",\n  "text": "{text}"\n}' },
    { name: 'headers', kind: 'long' },
    { name: 'idPath' },
  ],
  web_push: [{ name: 'subject', isRequired: true, initial: 'mailto:' }],
};

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

/** Setting a channel up. Secrets that are left out stay as they are. */
export function useChannelForm(kind: Sender['kind'], sender: Sender | undefined): Act {
  const { t } = useTranslation();
  const protocols = PROTOCOLS[kind];
  const now = (sender?.settings ?? {}) as Record<string, unknown>;
  const protocol = asText(now.protocol ?? protocols[0]);
  const fields = protocols.flatMap((one) =>
    (PLANS[one] ?? []).map((plan): Field => ({
      ...plan,
      // Two protocols have fields of one name; each keeps what was typed into its own.
      name: `${one}.${plan.name}`,
      label: t(`partners.channelFields.${plan.name}`),
      ...(plan.kind === 'secret' && sender ? { hint: t('partners.secretStays') } : {}),
      ...(plan.name in now && typeof now[plan.name] !== 'object' ? { initial: now[plan.name] } : {}),
      ...(plan.name === 'fields' && typeof now.fields === 'object'
        ? { initial: JSON.stringify(now.fields, null, 2) }
        : {}),
      isShown: (values: Values) => values.protocol === one,
      ...(plan.kind === 'long' ? { send: parsed } : {}),
      refused: new RegExp(plan.name, 'i'),
    })),
  );
  return {
    title: t('partners.setChannel', { kind: t(`partners.kinds.${kind}`) }),
    verb: t('partners.saveChannel'),
    what: `PUT /v1/channels/${kind}`,
    changes: ['/v1/channels'],
    fields: [
      {
        ...{ name: 'protocol', label: t('partners.protocol'), kind: 'choice', initial: protocol, isRequired: true },
        choices: protocols.map((value) => ({ value, label: t(`partners.protocols.${value}`) })),
      },
      ...fields,
      { name: 'perSecond', label: t('partners.perSecond'), kind: 'number', initial: sender?.perSecond ?? 10 },
    ],
    body: (values, fromFields) => ({
      perSecond: Number(values.perSecond),
      settings: { protocol: values.protocol, ...(fromFields[String(values.protocol)] as object) },
    }),
  };
}
