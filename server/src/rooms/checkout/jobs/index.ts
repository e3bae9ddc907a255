export { createCheckoutJobs, type CheckoutJobsDeps } from './create-checkout-jobs.ts';
