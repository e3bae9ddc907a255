/**
 * What the one who meets a fault may do: repeat it (`safe`), not repeat it (`never`), or first find out what happened
 * (`unknown`: the outcome may stand, so it is never shown as declined).
 */
export type FaultRetry = 'safe' | 'never' | 'unknown';

/** Something of the world failed: a server is down, an answer did not come. Thrown, and answered with 503 or 504. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly retry: FaultRetry;

  constructor(message: string, options: { retry: FaultRetry; cause?: unknown }) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.retry = options.retry;
  }
}
