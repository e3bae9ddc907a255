import { postgresFromInstant, type Instant } from '../../../../kernel/instant.ts';
import { statement } from '../../../../platform/database/sql.ts';
import type { Sheet } from '../../../../platform/lanes/index.ts';
import type { Coupon, CouponKey } from '../coupon.ts';

type Row = {
  tenant_id: number;
  key: Buffer;
  series: number;
  file: bigint;
  last_four: string;
  member_lane: number;
  member: bigint;
  uses_max: number;
  valid_from: Instant;
  valid_until: Instant;
  is_withdrawn: boolean;
  used_by: string[];
  holds: [string, number][];
  revision: number;
};

const loadCoupons = statement<Row>(
  'promotions.loadCoupons',
  `select held.tenant_id, held.key, held.series, held.file, held.last_four, held.member_lane, held.member, held.uses_max,
          held.valid_from, held.valid_until, held.is_withdrawn, held.used_by, held.holds, held.revision
     from unnest($1::int[], $2::bytea[]) as wanted(tenant_id, key)
     join promotions.coupon as held on held.tenant_id = wanted.tenant_id and held.key = wanted.key`,
);

export const insertCoupons = statement(
  'promotions.insertCoupons',
  // $1 tenants, $2 keys, $3 series, $4 files, $5 last fours, $6 and $7 members, $8 uses, $9 and $10 validity
  `insert into promotions.coupon (tenant_id, key, series, file, last_four, member_lane, member, uses_max, valid_from, valid_until)
   select * from unnest($1::int[], $2::bytea[], $3::int[], $4::bigint[], $5::text[], $6::int[], $7::bigint[], $8::smallint[],
                        $9::timestamptz[], $10::timestamptz[])`,
);

// Two lanes may show one code at once. Whoever read another revision than there is now is given one that the check refuses, and his
// batch is decided again: then the code is used.
const writeCoupons = statement(
  'promotions.writeCoupons',
  `update promotions.coupon as held
      set revision = case when held.revision = changed.revision then held.revision + 1 else -1 end,
          is_withdrawn = changed.is_withdrawn, used_by = changed.used_by, holds = changed.holds
     from unnest($1::int[], $2::bytea[], $3::int[], $4::boolean[], $5::jsonb[], $6::jsonb[])
            as changed(tenant_id, key, revision, is_withdrawn, used_by, holds)
    where held.tenant_id = changed.tenant_id and held.key = changed.key`,
);

const NOBODY = { lane: 0, owner: 0n };

/** Columns of coupons that are new. */
export const newCouponColumns = (coupons: readonly Coupon[]): unknown[][] => [
  coupons.map((one) => one.tenant),
  coupons.map((one) => one.key),
  coupons.map((one) => one.series),
  coupons.map((one) => one.file),
  coupons.map((one) => one.lastFour),
  coupons.map(({ member = NOBODY }) => member.lane),
  coupons.map(({ member = NOBODY }) => member.owner),
  coupons.map((one) => one.usesMax),
  coupons.map((one) => postgresFromInstant(one.validFrom)),
  coupons.map((one) => postgresFromInstant(one.validUntil)),
];

/** Codes by their digest. Lane-less, like names: the revision that a write compares lets exactly one of two uses through. */
export const couponSheet: Sheet<CouponKey, Coupon> = {
  name: 'promotions.coupon',
  keyOf: ({ tenant, key }) => `${tenant}/${key.toString('latin1')}`,
  conflicts: ['coupon_revision_as_read'],
  async load(tx, keys, facts) {
    const rows = await tx.run(loadCoupons, [keys.map((one) => one.tenant), keys.map((one) => one.key)]);
    for (const { tenant_id, last_four, member_lane, member, uses_max, valid_from, valid_until, ...row } of rows) {
      const { is_withdrawn, used_by, ...rest } = row;
      const coupon: Coupon = {
        ...rest,
        ...{
          tenant: tenant_id,
          lastFour: last_four,
          usesMax: uses_max,
          validFrom: valid_from,
          validUntil: valid_until,
        },
        ...{ isWithdrawn: is_withdrawn, usedBy: used_by },
        member: member === 0n ? undefined : { lane: member_lane, owner: member },
      };
      facts.fill(couponSheet, coupon, coupon);
    }
  },
  write(tx, changes) {
    const added = changes.filter(({ before }) => before === undefined).map(({ after }) => after);
    // In one order in every batch, so that two of them do not wait for each other's codes.
    const moved = changes.filter(({ before }) => before !== undefined).sort((a, b) => a.after.key.compare(b.after.key));
    return [
      ...(added.length > 0 ? [tx.run(insertCoupons, newCouponColumns(added))] : []),
      ...(moved.length > 0
        ? [
            tx.run(writeCoupons, [
              moved.map(({ after }) => after.tenant),
              moved.map(({ after }) => after.key),
              moved.map(({ before }) => before!.revision),
              moved.map(({ after }) => after.isWithdrawn),
              moved.map(({ after }) => JSON.stringify(after.usedBy)),
              moved.map(({ after }) => JSON.stringify(after.holds)),
            ]),
          ]
        : []),
    ];
  },
};
