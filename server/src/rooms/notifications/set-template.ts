import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { wordsFor } from './find-template.ts';
import type { Facts } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { parseTemplate, render } from './render.ts';
import { deleteTemplate, selectTemplates, writeTemplate } from './store/template.ts';
import { TEMPLATES_PER_TENANT_MAX, type Rendered, type Template, type TemplateKey } from './template.ts';

type Malformed = Refusal<'notifications.template.malformed'>;

/** Keeps a tenant's own words. Refuses a template that cannot be read. */
export async function setTemplate(
  { database, clock }: NotificationDeps,
  tenant: number,
  template: Template,
): Promise<Ok<object> | Malformed> {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return parsed;
  const known = await selectTemplates(database, tenant);
  if (known.length >= TEMPLATES_PER_TENANT_MAX) {
    return refuse('notifications.template.malformed', { detail: `There are ${TEMPLATES_PER_TENANT_MAX} already.` });
  }
  await writeTemplate(database, tenant, template, clock.now());
  return { ok: true };
}

/** Takes a tenant's own words away: those of the house hold again. */
export async function removeTemplate(
  { database }: NotificationDeps,
  tenant: number,
  key: TemplateKey,
): Promise<Ok<object> | Refusal<'notifications.template.unknown'>> {
  const isGone = await deleteTemplate(database, tenant, key);
  return isGone ? { ok: true } : refuse('notifications.template.unknown', { template: key.template });
}

/** Shows a message as it would be: from words that are given, or those that hold. Nothing is sent and nothing kept. */
export async function previewTemplate(
  { database }: NotificationDeps,
  tenant: number,
  key: TemplateKey,
  facts: Facts,
  given?: Pick<Template, 'subject' | 'body' | 'html'>,
): Promise<Ok<{ readonly rendered: Rendered }> | Malformed | Refusal<'notifications.template.unknown'>> {
  const words = given ? { ...key, ...given } : await wordsFor(database, tenant, key);
  return words ? render(words, facts) : refuse('notifications.template.unknown', { template: key.template });
}
