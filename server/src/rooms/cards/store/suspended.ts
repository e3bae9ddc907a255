import { VALUE_REASONS } from '../suspension.ts';

// The blocks that stand at this moment on the row `of`.
const standing = (of: string): string =>
  `block.tenant_id = ${of}.tenant_id and block.lifted_at is null and block.holds_from <= now() and now() < block.holds_until`;

const covers = (place: string): string =>
  `block.range = ${place}.range and (block.batch is null or block.batch = ${place}.batch)
   and (block.first_serial is null or ${place}.serial >= block.first_serial and ${place}.serial <= block.last_serial)`;

/**
 * SQL: the effects that blocks of range, batch or serial have on the row `of`, which has tenant_id, range, batch and serial.
 * Read with the row in its batch, so a block holds at every till from its commit on, whatever a process has in memory.
 */
export const suspendedEffects = (of: string): string =>
  `case when ${of}.range is null then '{}'::text[] else
          array(select distinct unnest(block.effects) from cards.suspension as block
                 where ${standing(of)} and ${covers(of)}) end`;

/** SQL: the reasons by which the value is meant. */
export const VALUE = VALUE_REASONS.map((reason) => `'${reason}'`).join(', ');

/** SQL: that a `block` stands on the card `of` now: by its own place in stock, or by one that it stands in the place of. */
export const standingOn = (of: string): string =>
  `${standing(of)}
   and (${covers(of)}
        or exists (select from jsonb_to_recordset(${of}.origins) as origin(range int, batch bigint, serial int, "byHand" boolean)
                    where ${covers('origin')} and (not origin."byHand" or block.reason in (${VALUE}))))`;

/**
 * The same of a card, which may stand in the place of others (`origins`): what blocks those blocks it. Where a person put new plastic in
 * the place of old, only a block of the value goes on with it; one of the plastic has done its work. A card without origins costs
 * nothing more.
 */
export const suspendedThroughOrigins = (of: string): string =>
  `case when ${of}.origins is null then ${suspendedEffects(of)} else
          array(select distinct unnest(block.effects) from cards.suspension as block where ${standingOn(of)}) end`;
