import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Effect } from '../effect.ts';
import { SERIALS_PER_PAGE, type Stock, type StockKey, type StockState } from '../stock.ts';
import { suspendedEffects } from './suspended.ts';

type Row = {
  tenant_id: number;
  key: Buffer;
  range: number;
  batch: bigint;
  serial: number;
  last_four: string;
  pin_digest: Buffer | null;
  face: bigint | null;
  valid_until: LocalDate | null;
  state: StockState;
  is_released: boolean;
  suspended: Effect[];
};

const loadStock = statement<Row>(
  'cards.loadStock',
  `select held.tenant_id, held.key, held.range, held.batch, held.serial, held.last_four, held.pin_digest, held.face, held.state,
          held.is_released, held.valid_until, ${suspendedEffects('held')} as suspended
     from (select stock.tenant_id, stock.key, made.range, stock.batch, stock.serial, stock.last_four, stock.pin_digest,
                  stock.face, stock.state, made.state = 'released' as is_released,
                  told.valid_until[1 + (stock.serial - 1) % ${SERIALS_PER_PAGE}] as valid_until
             from unnest($1::int[], $2::bytea[]) as wanted(tenant_id, key)
             join cards.stock as stock on stock.tenant_id = wanted.tenant_id and stock.key = wanted.key
             join cards.batch as made on made.batch = stock.batch
             left join cards.stock_detail as told
               on told.batch = stock.batch and told.first_serial = stock.serial - (stock.serial - 1) % ${SERIALS_PER_PAGE}) as held`,
);

// Stock is also changed outside of lanes (it is destroyed by batch and serial). A row that is not as it was read gets a state that
// there is not: the check refuses it, and the batch is decided again on what is there now.
const writeStock = statement(
  'cards.writeStock',
  `update cards.stock as held
      set state = case when held.state = changed.before then changed.after else 'moved' end
     from unnest($1::int[], $2::bytea[], $3::text[], $4::text[]) as changed(tenant_id, key, before, after)
    where held.tenant_id = changed.tenant_id and held.key = changed.key`,
);

const stockText = ({ tenant, key }: StockKey): string => `${tenant}/${key.toString('latin1')}`;

/** Cards in nobody's hands, by the digest of their number. Lane-less, like names: the name that a claim writes keeps claims apart. */
export const stockSheet: Sheet<StockKey, Stock> = {
  name: 'cards.stock',
  keyOf: stockText,
  conflicts: ['stock_state_known'],
  async load(tx, keys, facts) {
    const rows = await tx.run(loadStock, [keys.map((one) => one.tenant), keys.map((one) => one.key)]);
    for (const { tenant_id, last_four, pin_digest, face, is_released, valid_until, ...row } of rows) {
      facts.fill(
        stockSheet,
        { tenant: tenant_id, key: row.key },
        {
          ...row,
          tenant: tenant_id,
          lastFour: last_four,
          pinDigest: pin_digest ?? undefined,
          face: face ?? undefined,
          isReleased: is_released,
          validUntil: valid_until ?? undefined,
        },
      );
    }
  },
  write(tx, changes) {
    return [
      tx.run(writeStock, [
        changes.map(({ after }) => after.tenant),
        changes.map(({ after }) => after.key),
        changes.map(({ before }) => before?.state ?? 'inert'),
        changes.map(({ after }) => after.state),
      ]),
    ];
  },
};
