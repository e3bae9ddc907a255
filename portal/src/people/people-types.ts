import type { z } from 'zod';
import type { sessionSchema } from '../../../contract/portal.ts';
import type { auditActSchema, grantSchema, personSchema, roleSchema } from '../../../contract/staff.ts';

export type Person = z.output<typeof personSchema>;
export type Grant = z.output<typeof grantSchema>;
export type Role = z.output<typeof roleSchema>;
export type AuditAct = z.output<typeof auditActSchema>;
export type PortalSession = z.output<typeof sessionSchema>;
