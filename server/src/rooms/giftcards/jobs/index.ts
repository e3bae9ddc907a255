export { createGiftJobs, type GiftJobsDeps } from './create-gift-jobs.ts';
export { sweepGifts, type SweepGiftsDeps } from './sweep-gifts.ts';
