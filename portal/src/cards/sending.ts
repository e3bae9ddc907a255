import { ask } from '../api/ask.ts';
import { NOTHING_SENT, withPage, type Sending, type SentPage } from './sent-so-far.ts';

/**
 * Sends the cards of a batch to the phones of their rows, page after page, until all were looked at or `isStopped` says so. A card goes
 * out once, so that beginning anew after a broken line is safe. Throws as `ask` does.
 */
export async function sendAll(
  batch: string,
  language: string,
  { onPage, isStopped }: { readonly onPage: (so: Sending) => void; readonly isStopped: () => boolean },
): Promise<Sending> {
  let so = NOTHING_SENT;
  while (so.at !== undefined && !isStopped()) {
    const body = { after: so.at, language };
    so = withPage(so, await ask<SentPage>(`POST /v1/card-batches/${batch}/deliveries`, { body }));
    onPage(so);
  }
  return so;
}
