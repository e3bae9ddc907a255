export { bindMerging, MEMBER_MERGE, MEMBER_UNMERGE } from './ask.ts';
export type { MergingDeps } from './deps.ts';
export { createMerge, type Merge } from './merge.ts';
export type { MergeAnswer, UnmergeAnswer } from './present.ts';
export { mergingRefusals } from './refusals.ts';
export { createUnmerge, type Unmerge } from './unmerge.ts';
