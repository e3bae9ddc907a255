export { createBell, type Bell } from './bell.ts';
export {
  dropCursors,
  moveCursor,
  openCursors,
  openCursorsAtHead,
  openCursorsFrom,
  readCursors,
  rewindTo,
  waitForLanes,
} from './cursor.ts';
export { createFollower, type Follower, type FollowerOptions } from './follower.ts';
export { type JournalPage, type ReadJournalPage } from './journal-page.ts';
export { followerLag, followerLagOf, type FollowerLag } from './lag.ts';
export { createLeases, type Leases } from './leases.ts';
export { createPace, type Pace } from './pace.ts';
export { createJournalWatch, type JournalWatch, type LaneEnd } from './watch.ts';
