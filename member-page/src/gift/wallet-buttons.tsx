import { useEffect, useState } from 'react';
import { platform } from '../api/device.ts';
import { useWords } from '../words/words.tsx';
import type { Look } from './gift-card.tsx';

/** To the wallet of the phone's maker, where the programme has one set up for it. */
export function WalletButtons({ look }: { readonly look: Look }) {
  const { words } = useWords();
  const [google, setGoogle] = useState<string>();
  const [hasApple, setHasApple] = useState(false);
  // Asked once per card: each look brings new addresses of the same things.
  useEffect(() => {
    const isApple = platform() === 'ios';
    fetch(isApple ? look.links.apple : look.links.google)
      .then(async (answer) => {
        if (!answer.ok) return;
        if (isApple) setHasApple(true);
        else setGoogle(((await answer.json()) as { url: string }).url);
      })
      .catch(() => undefined);
  }, [look.card]);
  if (hasApple)
    return (
      <a className="wide" href={look.links.apple}>
        {words.apple}
      </a>
    );
  return google ? (
    <a className="wide" href={google} rel="noreferrer">
      {words.google}
    </a>
  ) : null;
}
