export { createPointsJobs, type PointsJobsDeps } from './create-points-jobs.ts';
export { sweep, type SweepDeps, type Swept } from './sweep.ts';
