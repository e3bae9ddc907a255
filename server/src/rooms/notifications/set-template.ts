import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { wordsFor } from './find-template.ts';
import type { Facts } from './message.ts';
import { refuseWithoutNeeded } from './needed-facts.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { parseTemplate, render } from './render.ts';
import { deleteTemplate, findTemplate, selectTemplates, writeTemplate } from './store/template.ts';
import { traceSetting } from './trace-setting.ts';
import { TEMPLATES_PER_TENANT_MAX, type Rendered, type Template, type TemplateKey } from './template.ts';

type Malformed = Refusal<'notifications.template.malformed'>;

/**
 * Keeps a tenant's own words. Refuses a template that cannot be read, one of a code or a link that does not tell it, and one too many.
 */
export async function setTemplate(
  deps: NotificationDeps,
  tenant: number,
  template: Template,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<object> | Malformed> {
  const { database, clock } = deps;
  const parsed = parseTemplate(template);
  if (!parsed.ok) return parsed;
  const needed = refuseWithoutNeeded(template);
  if (needed) return needed;
  const known = await selectTemplates(database, tenant);
  if (known.length >= TEMPLATES_PER_TENANT_MAX) {
    return refuse('notifications.template.malformed', { detail: `There are ${TEMPLATES_PER_TENANT_MAX} already.` });
  }
  await database.transaction(async (tx) => {
    const before = await findTemplate(tx, tenant, template);
    await writeTemplate(tx, tenant, template, clock.now());
    await traceSetting(deps, tx, {
      ...{ tenant, by, act: 'notifications.template.set', subject: subjectOf(template) },
      ...{ before: before && wordsOf(before), after: wordsOf(template) },
    });
  });
  return { ok: true };
}

/** Takes a tenant's own words away: those of the house hold again. */
export const removeTemplate = (
  deps: NotificationDeps,
  tenant: number,
  key: TemplateKey,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<object> | Refusal<'notifications.template.unknown'>> =>
  deps.database.transaction(async (tx) => {
    const before = await findTemplate(tx, tenant, key);
    if (before === undefined || !(await deleteTemplate(tx, tenant, key)))
      return refuse('notifications.template.unknown', { template: key.template });
    await traceSetting(deps, tx, {
      ...{ tenant, by, act: 'notifications.template.removed', subject: subjectOf(key), before: wordsOf(before) },
    });
    return { ok: true as const };
  });

const subjectOf = ({ template, kind, language }: TemplateKey): string => `template ${template}/${kind}/${language}`;
const wordsOf = ({ subject, body, html }: Template) => ({ subject, body, html });

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
