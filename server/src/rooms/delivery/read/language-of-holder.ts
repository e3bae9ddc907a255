import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

// The person's own wish first; then the language in which the card was announced to that phone.
const selectLanguage = statement<{ language: string | null }>(
  'delivery.selectLanguageOfHolder',
  `select coalesce(
            (select known.language from members.profile as known
              where known.tenant_id = $1 and known.lane = $2 and known.member = $3),
            (select sent.language from delivery.delivery as sent where sent.delivery = $4)) as language`,
);

/** The language in which whoever holds a card is spoken to; English where nobody has said anything. */
export async function languageOfHolder(
  queries: Queries,
  holding: {
    readonly tenant: number;
    readonly member: { readonly lane: number; readonly owner: bigint } | undefined;
    readonly delivery: bigint | undefined;
  },
): Promise<'en' | 'es'> {
  const { tenant, member, delivery } = holding;
  const [row] = await queries.run(selectLanguage, [
    tenant,
    member?.lane ?? null,
    member?.owner ?? null,
    delivery ?? null,
  ]);
  return /^es\b/i.test(row?.language ?? '') ? 'es' : 'en';
}
