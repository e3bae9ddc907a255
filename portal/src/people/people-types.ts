import type { z } from 'zod';
import type { sessionSchema } from '../../../contract/portal.ts';
import type {
  grantSchema,
  personSchema,
  roleSchema,
  staffPolicyAnswerSchema,
  staffPolicySchema,
} from '../../../contract/staff.ts';

export type Person = z.output<typeof personSchema>;
export type Grant = z.output<typeof grantSchema>;
export type Role = z.output<typeof roleSchema>;
export type PortalSession = z.output<typeof sessionSchema>;
export type StaffPolicy = z.output<typeof staffPolicySchema>;
export type Bound = StaffPolicy['bounds'][number];
export type StaffPolicyAnswer = z.output<typeof staffPolicyAnswerSchema>;
