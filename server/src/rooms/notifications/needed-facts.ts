import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { factsNamed } from './render.ts';
import type { Template } from './template.ts';

type Carried = {
  /** What the message is for: without it whoever gets it can do nothing with it. */
  readonly needed: 'code' | 'url';
  /** What else its messages hold. A fact of another name fails every one of them. */
  readonly also: readonly string[];
};

/** The messages of the house that carry a code or a link. */
export const CARRIED: Readonly<Record<string, Carried>> = {
  'sign-in-code.email': { needed: 'code', also: ['tenant', 'minutes'] },
  'file-code.email': { needed: 'code', also: ['count', 'range', 'file', 'digest', 'minutes', 'tenant'] },
  'phone-code.sms': { needed: 'code', also: ['minutes'] },
  'invitation.email': { needed: 'url', also: ['tenant', 'inviter', 'hours'] },
  'password-reset.email': { needed: 'url', also: ['tenant', 'inviter', 'hours'] },
  'card-link.email': { needed: 'url', also: ['tenant', 'until'] },
  'card-link.sms': { needed: 'url', also: ['tenant', 'until'] },
  'gift-card.sms': { needed: 'url', also: ['tenant', 'amount'] },
};

const quoted = (names: readonly string[]): string => names.map((name) => `{{ ${name} }}`).join(', ');

type Malformed = Refusal<'notifications.template.malformed'>;

/**
 * Refuses words of a code or a link that do not tell it, or ask for a fact that such messages do not have: they would go out empty, or
 * not at all, and nobody could sign in to put them right. Each part that somebody may be shown has to tell it.
 */
export function refuseWithoutNeeded(template: Template): Malformed | undefined {
  const carried = CARRIED[`${template.template}.${template.kind}`];
  if (carried === undefined) return undefined;
  const { needed, also } = carried;
  const parts = { body: template.body, ...(template.html !== '' && { html: template.html }) };
  for (const [part, text] of Object.entries(parts)) {
    if (factsNamed(text).has(needed)) continue;
    const detail = `Its ${part} does not say {{ ${needed} }}, which is what this message is for.`;
    return refuse('notifications.template.malformed', { detail });
  }
  const named = factsNamed([template.subject, template.body, template.html].join('\n'));
  const unknown = [...named].filter((name) => name !== needed && !also.includes(name));
  if (unknown.length === 0) return undefined;
  const detail = `This message has no ${quoted(unknown)}; it has ${quoted([needed, ...also])}.`;
  return refuse('notifications.template.malformed', { detail });
}
