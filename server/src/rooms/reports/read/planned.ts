import { databaseError, type Database, type Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const STATEMENT_CANCELLED = '57014';

const planWithValues = statement(
  'reports.planWithValues',
  `select set_config('plan_cache_mode', 'force_custom_plan', true)`,
);
const limitTime = statement('reports.limitTime', `select set_config('statement_timeout', $1, true)`);

/**
 * Asks in a read-only transaction whose statements are planned with their values (see `CONDITION`), see the same lines, and may take
 * `withinMs` each; undefined when one took longer.
 */
export async function askPlanned<T>(
  database: Database,
  withinMs: number,
  ask: (tx: Queries) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await database.transaction(
      async (tx) => {
        // Not awaited one by one: they travel with what is asked.
        const [, , answer] = await Promise.all([
          tx.run(planWithValues),
          tx.run(limitTime, [String(withinMs)]),
          ask(tx),
        ]);
        return answer;
      },
      { readOnly: true, isolation: 'repeatable read' },
    );
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (databaseError(cause)?.code === STATEMENT_CANCELLED) return undefined;
    throw error;
  }
}
