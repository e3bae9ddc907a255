/**
 * SQL: the effects that blocks of range, batch or serial have on the row `of`, which has tenant_id, range, batch and serial.
 * Read with the row in its batch, so a block holds at every till from its commit on, whatever a process has in memory.
 */
export const suspendedEffects = (of: string): string =>
  `case when ${of}.range is null then '{}'::text[] else
          array(select distinct unnest(block.effects) from cards.suspension as block
                 where block.tenant_id = ${of}.tenant_id and block.range = ${of}.range and block.lifted_at is null
                   and (block.batch is null or block.batch = ${of}.batch)
                   and (block.first_serial is null
                        or ${of}.serial >= block.first_serial and ${of}.serial <= block.last_serial)
                   and block.holds_from <= now() and now() < block.holds_until) end`;
