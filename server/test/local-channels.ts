import { RECEIVER_CERTIFICATE } from './receiver-certificate.ts';

/** Channels of a test may reach this machine, by name too, and trust the test's certificate. */
export const LOCAL_CHANNELS = {
  allowAddress: (address: string) => address === '127.0.0.1',
  resolve: async () => ['127.0.0.1'],
  trust: RECEIVER_CERTIFICATE.cert,
};
