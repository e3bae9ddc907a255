import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { closeProgram, reopenProgram } from './change-program-state.ts';
import { defineUnit } from './define-unit.ts';
import { getProgram } from './get-program.ts';
import { listPrograms } from './list-programs.ts';
import { listUnits } from './list-units.ts';
import { openProgram } from './open-program.ts';
import { setPolicy } from './set-policy.ts';

/** The endpoints of this room. */
export const programRoutes = ({ programs }: { readonly programs: Programs }): readonly Endpoint[] => [
  listPrograms(programs),
  openProgram(programs),
  getProgram(programs),
  setPolicy(programs),
  closeProgram(programs),
  reopenProgram(programs),
  listUnits(programs),
  defineUnit(programs),
];
