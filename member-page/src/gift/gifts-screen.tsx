import { useCallback, useEffect, useState } from 'react';
import { Refused } from '../api/ask.ts';
import { askSigned, NoDevice } from '../api/device.ts';
import { sentenceOf } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';
import { GiftCard } from './gift-card.tsx';

type Held = { readonly card: string; readonly isReady: boolean };

/** The gift cards of this phone. They are money, so nothing is shown of them that was not asked a moment ago. */
export function GiftsScreen({ isOffline }: { readonly isOffline: boolean }) {
  const { words } = useWords();
  const [cards, setCards] = useState<readonly Held[]>();
  const [problem, setProblem] = useState('');
  const look = useCallback(async (): Promise<void> => {
    try {
      const told = await askSigned<{ cards: readonly Held[] }>('cards', '/v1/device/cards', '');
      setCards(told.cards);
      setProblem('');
    } catch (error) {
      setCards(undefined);
      if (error instanceof NoDevice) setProblem(words.giftsNoKey);
      else if (error instanceof Refused && error.code === 'delivery.device.not_proved') setProblem(words.giftsAgain);
      else setProblem(sentenceOf(error, words));
    }
  }, [words]);
  useEffect(() => {
    if (!isOffline) void look();
  }, [isOffline, look]);
  return (
    <section>
      <h2>{words.gifts}</h2>
      {isOffline && <p className="empty">{words.giftsOffline}</p>}
      {!isOffline && problem !== '' && <p className="empty">{problem}</p>}
      {!isOffline && !cards && problem === '' && <div className="bones" aria-hidden="true" />}
      {!isOffline && cards?.length === 0 && <p className="empty">{words.giftsEmpty}</p>}
      {!isOffline &&
        cards?.map((one) =>
          one.isReady ? (
            <GiftCard key={one.card} card={one.card} onGone={look} />
          ) : (
            <p key={one.card} className="empty">
              {words.giftPreparing}
            </p>
          ),
        )}
    </section>
  );
}
