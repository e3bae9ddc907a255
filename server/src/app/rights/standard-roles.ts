import type { RoleInput } from '../../rooms/staff/index.ts';

/** Roles that a tenant begins with; it may change them or make others. The first may do everything. */
export const standardRoles = (permissions: readonly string[]): readonly RoleInput[] => [
  { code: 'administrator', name: 'Administrator', permissions },
  {
    code: 'program-manager',
    name: 'Programme manager',
    permissions: permissions.filter((one) => !/^(staff:write|audit:)/.test(one)),
  },
  {
    code: 'marketer',
    name: 'Marketer',
    // Publishing takes somebody else: a marketer writes drafts and asks.
    permissions: permissions.filter((one) =>
      /^(promotions:(read|write)|settings:read|points:read|members:read|journal:read|approvals:read|messages:|campaigns:|segments:|reports:)/.test(
        one,
      ),
    ),
  },
  {
    code: 'service-desk',
    name: 'Service desk agent',
    permissions: permissions.filter((one) =>
      /^(returns:|members:(read|write)|cards:write|points:|journal:read|settings:read|approvals:read|deliveries:|messages:read)/.test(
        one,
      ),
    ),
    // Half of what the tenant lets everybody: it is the desk that is asked for favours all day.
    alone: [
      { kind: '*', unit: '*', upTo: 500, perDay: 2_500 },
      { kind: '*', unit: 'money', upTo: 100, perDay: 1_000 },
    ],
  },
  {
    code: 'card-manager',
    name: 'Card manager',
    permissions: permissions.filter((one) =>
      /^(cards:|giftcards:|deliveries:|settings:read|approvals:|members:read|journal:read)/.test(one),
    ),
  },
  {
    code: 'auditor',
    name: 'Auditor',
    permissions: permissions.filter((one) => one.endsWith(':read')),
  },
];
