import { INSTANT_NEVER } from '../../kernel/instant.ts';

/**
 * SQL: the timestamptz of a bigint column of microseconds since the epoch, as an Instant counts them; never is `infinity`, null is null. For
 * sets that travel as arrays: PostgreSQL takes a microsecond to read the text of one timestamp, and a third of that to read the number.
 */
export const instantOf = (column: string): string =>
  `case when ${column} = ${INSTANT_NEVER} then 'infinity'::timestamptz else 'epoch'::timestamptz + ${column} * interval '1 microsecond' end`;
