import type { z } from 'zod';
import type { policySchema, programSchema, unitSchema } from '../../../../../contract/programs.ts';
import type { Unit } from '../../../kernel/quantity.ts';
import type { Policy } from '../policy.ts';
import type { Program } from '../program.ts';

type PolicyBody = z.output<typeof policySchema>;

/** The policy as it came in. Together with `policyBody` this makes the compiler hold contract and domain equal. */
export const policyFromBody = (body: PolicyBody): Policy => body;

const policyBody = (policy: Policy): PolicyBody => policy;

/** The unit as the API shows it. */
export const unitBody = (unit: Unit): z.output<typeof unitSchema> => ({
  code: unit.code,
  kind: unit.kind,
  decimals: unit.decimals,
});

/** The program as the API shows it. */
export const programBody = (program: Program): z.output<typeof programSchema> => ({
  code: program.code,
  name: program.name,
  zone: program.zone.name,
  currency: unitBody(program.currency),
  state: program.state,
  policy: policyBody(program.policy),
});
