import type { Queries } from '../../platform/database/database.ts';
import { houseTemplate } from './house-templates.ts';
import { LANGUAGES } from './message.ts';
import { findTemplate } from './store/template.ts';
import type { Template, TemplateKey } from './template.ts';

/** The words for a message: the tenant's own, else those of the house; in its language, else in English. */
export async function wordsFor(queries: Queries, tenant: number, key: TemplateKey): Promise<Template | undefined> {
  const languages = [...new Set([key.language, LANGUAGES[0]])];
  for (const language of languages) {
    const asked = { ...key, language };
    const found = (await findTemplate(queries, tenant, asked)) ?? houseTemplate(asked);
    if (found) return found;
  }
  return undefined;
}
