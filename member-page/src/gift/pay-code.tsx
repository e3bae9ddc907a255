import { useEffect, useState } from 'react';
import { Refused } from '../api/ask.ts';
import { askSigned } from '../api/device.ts';
import { Picture } from '../kit/picture.tsx';
import { Problem } from '../kit/problem.tsx';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';
import type { Look } from './gift-card.tsx';

type Code = { readonly svg: string; readonly untilMs: number };
type ShownCode = { readonly svg: string; readonly expiresAt: string };

// A code lives a minute by the server's clock; ours counts from when it came, a little less.
const CODE_MS = 58_000;

/** What the till scans: a code of a minute where the programme asks for it, else the barcode of the card. */
export function PayCode({ look }: { readonly look: Look }) {
  const { words, say } = useWords();
  const { isBusy, problem, act } = useAct();
  const [code, setCode] = useState<Code>();
  const [barcode, setBarcode] = useState<string>();
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (!code) return;
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, [code]);
  const show = (): void =>
    void act(async () => {
      try {
        const told = await askSigned<ShownCode>('code', '/v1/device/codes', look.card, { card: look.card });
        setNowMs(performance.now());
        setCode({ svg: told.svg, untilMs: performance.now() + CODE_MS });
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'delivery.code.not_offered') throw error;
        const answer = await fetch(look.links.svg);
        if (!answer.ok) throw error;
        setBarcode(await answer.text());
      }
    });
  const left = code ? Math.max(0, Math.ceil((code.untilMs - nowMs) / 1_000)) : 0;
  return (
    <div className="pays">
      {code && left > 0 && (
        <>
          <Picture svg={code.svg} alt={words.pay} kind="qr" />
          <p className="aside" role="timer">
            {say('codeLives', { seconds: String(left) })}
          </p>
        </>
      )}
      {barcode && (
        <>
          <p className="aside">{words.brighter}</p>
          <Picture svg={barcode} alt={words.pay} kind="qr" />
        </>
      )}
      {!barcode && left === 0 && (
        <button type="button" className="main" disabled={isBusy} onClick={show}>
          {code ? words.newCode : words.pay}
        </button>
      )}
      <Problem text={problem} />
    </div>
  );
}
