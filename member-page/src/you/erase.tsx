import { useState, type FormEvent } from 'react';
import { ask, newReference } from '../api/ask.ts';
import type { Page } from '../api/kept.ts';
import { Problem } from '../kit/problem.tsx';
import { textOf } from '../kit/text-of.ts';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';

/** Erasing oneself: what it does, in numbers, then a code to the phone, then it is done. */
export function Erase({ page, onErased }: { readonly page: Page; readonly onErased: () => void }) {
  const { words, say, amount } = useWords();
  const { isBusy, problem, act } = useAct();
  const [step, setStep] = useState<'closed' | 'told' | 'sent'>('closed');
  // One name for one erasure: sent again after a lost answer it is the same.
  const [reference] = useState(newReference);
  const send = (): void =>
    void act(async () => {
      await ask('POST /v1/me/erasure-codes');
      setStep('sent');
    });
  const erase = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const code = textOf(event.currentTarget, 'erase-code');
    void act(async () => {
      await ask('POST /v1/me/erasure', { reference, code });
      onErased();
    });
  };
  if (step === 'closed')
    return (
      <button type="button" className="wide danger" onClick={() => setStep('told')}>
        {words.erase}
      </button>
    );
  const losses = page.wallets.filter(({ available, pending }) => /[1-9]/.test(available) || /[1-9]/.test(pending));
  return (
    <section className="erases" aria-label={words.erase}>
      <h2>{words.erase}</h2>
      <p>{words.eraseExplained}</p>
      {losses.map((one) => (
        <p key={`${one.program}/${one.walletType}`}>
          <strong>{say('eraseLost', { points: amount(one.available, one.unit) })}</strong>
          {/[1-9]/.test(one.pending) && <small> {say('pendingSum', { points: amount(one.pending, one.unit) })}</small>}
        </p>
      ))}
      {step === 'told' ? (
        <button type="button" className="wide danger" disabled={isBusy} onClick={send}>
          {words.eraseCode}
        </button>
      ) : (
        <form onSubmit={erase}>
          <label htmlFor="erase-code">{words.code}</label>
          <input
            {...{ id: 'erase-code', name: 'erase-code', inputMode: 'numeric', autoComplete: 'one-time-code' }}
            {...{ required: true, pattern: '[0-9]{6}', maxLength: 6 }}
          />
          <button className="wide danger" disabled={isBusy}>
            {words.eraseConfirm}
          </button>
        </form>
      )}
      <button type="button" className="quiet" onClick={() => setStep('closed')}>
        {words.cancel}
      </button>
      <Problem text={problem} />
    </section>
  );
}
