export { bindMerging } from './ask.ts';
export { mergingRefusals } from './refusals.ts';
