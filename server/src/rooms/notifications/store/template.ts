import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Template, TemplateKey } from '../template.ts';

const upsertRow = statement(
  'notifications.writeTemplate',
  // $1 tenant, $2 template, $3 kind, $4 language, $5 subject, $6 body, $7 html, $8 now
  `insert into notifications.template (tenant_id, template, kind, language, subject, body, html, changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz)
   on conflict (tenant_id, template, kind, language) do update
      set subject = excluded.subject, body = excluded.body, html = excluded.html, changed_at = excluded.changed_at`,
);

const selectOne = statement<Template>(
  'notifications.selectTemplate',
  `select template, kind, language, subject, body, html from notifications.template
    where tenant_id = $1 and template = $2 and kind = $3 and language = $4`,
);

const selectAll = statement<Template>(
  'notifications.selectTemplates',
  `select template, kind, language, subject, body, html from notifications.template
    where tenant_id = $1 order by template, kind, language`,
);

const deleteRow = statement<{ template: string }>(
  'notifications.deleteTemplate',
  `delete from notifications.template where tenant_id = $1 and template = $2 and kind = $3 and language = $4 returning template`,
);

export const writeTemplate = async (queries: Queries, tenant: number, made: Template, at: Instant): Promise<void> => {
  const { template, kind, language, subject, body, html } = made;
  await queries.run(upsertRow, [tenant, template, kind, language, subject, body, html, postgresFromInstant(at)]);
};

/** The tenant's own words, if it has any. */
export const findTemplate = async (queries: Queries, tenant: number, key: TemplateKey): Promise<Template | undefined> =>
  (await queries.run(selectOne, [tenant, key.template, key.kind, key.language]))[0];

export const selectTemplates = (queries: Queries, tenant: number): Promise<Template[]> =>
  queries.run(selectAll, [tenant]);

export const deleteTemplate = async (queries: Queries, tenant: number, key: TemplateKey): Promise<boolean> =>
  (await queries.run(deleteRow, [tenant, key.template, key.kind, key.language])).length > 0;
