import { useCallback, useEffect, useState } from 'react';
import { Refused } from '../api/ask.ts';
import { askSigned } from '../api/device.ts';
import { Problem } from '../kit/problem.tsx';
import { sentenceOf } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';
import { PayCode } from './pay-code.tsx';
import { Share } from './share.tsx';
import { WalletButtons } from './wallet-buttons.tsx';

/** A look at a gift card, as the server gave it. */
export type Look = {
  readonly card: string;
  readonly masked: string;
  readonly state: string;
  readonly balance: string;
  readonly unit: string;
  readonly expiresAt?: string;
  readonly links: { readonly svg: string; readonly apple: string; readonly google: string };
};

const LOOK_AGAIN_MS = 15_000;

/** One gift card: what is on it now, to pay with, to give away. */
export function GiftCard({ card, onGone }: { readonly card: string; readonly onGone: () => Promise<void> }) {
  const { words, say, amount, lastDay, named } = useWords();
  const [look, setLook] = useState<Look>();
  const [problem, setProblem] = useState('');
  const refresh = useCallback(async (): Promise<void> => {
    try {
      setLook(await askSigned<Look>('view', '/v1/device/views', card, { card }));
      setProblem('');
    } catch (error) {
      // Given away or taken back meanwhile: it is not here any more.
      if (error instanceof Refused && error.code === 'delivery.device.not_proved') return onGone();
      setLook(undefined);
      setProblem(sentenceOf(error, words));
    }
  }, [card, onGone, words]);
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  if (!look) return problem === '' ? <div className="bones" aria-hidden="true" /> : <Problem text={problem} />;
  return (
    <article className="gift" aria-label={look.masked}>
      <header>
        <span>{look.masked}</span>
        <span>{named('state', look.state)}</span>
      </header>
      <p className="worth" aria-label={words.balance}>
        {amount(look.balance, look.unit)}
      </p>
      {look.expiresAt && <p className="aside">{say('validUntil', { at: lastDay(look.expiresAt) })}</p>}
      {look.state === 'active' && (
        <>
          <PayCode look={look} />
          <Share card={card} />
          <WalletButtons look={look} />
        </>
      )}
    </article>
  );
}
