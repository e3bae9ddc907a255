import { useState, type FormEvent } from 'react';
import { ask, newReference } from '../api/ask.ts';
import type { Page } from '../api/kept.ts';
import { Problem } from '../kit/problem.tsx';
import { textOf } from '../kit/text-of.ts';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';

type Loss = {
  readonly walletType: string;
  readonly unit: string;
  readonly points: string;
  readonly paidOut?: { readonly amount: string; readonly currency: string };
};

// It opens at the end of the page, below the fold.
const showWhole = (section: HTMLElement | null): void => section?.scrollIntoView({ block: 'center' });

const nameOf = ({ wallets }: Page, { walletType, unit }: Loss) =>
  wallets.find((one) => one.walletType === walletType && one.unit === unit)?.name;

/** Erasing oneself: what it does, in numbers, then a code to the phone, then it is done. */
export function Erase({ page, onErased }: { readonly page: Page; readonly onErased: () => void }) {
  const { words, say, amount, wallet } = useWords();
  const { isBusy, problem, act } = useAct();
  const [step, setStep] = useState<'closed' | 'told' | 'sent'>('closed');
  const [lost, setLost] = useState<readonly Loss[]>();
  // One name for one erasure: sent again after a lost answer it is the same.
  const [reference] = useState(newReference);
  const send = (): void =>
    void act(async () => {
      await ask('POST /v1/me/erasure-codes');
      setStep('sent');
    });
  const open = (): void => {
    setStep('told');
    ask<{ readonly forfeited: readonly Loss[] }>('GET /v1/me/erasure')
      .then(({ forfeited }) => setLost(forfeited))
      .catch(() => undefined);
  };
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
      <button type="button" className="wide danger" onClick={open}>
        {words.erase}
      </button>
    );
  // While the server has not said, what the page knows: then nothing is promised that may not be paid.
  const losses =
    lost ??
    page.wallets
      .filter(({ available, pending }) => /[1-9]/.test(available) || /[1-9]/.test(pending))
      .map(({ walletType, unit, available: points }): Loss => ({ walletType, unit, points }));
  return (
    <section className="erases" aria-label={words.erase} ref={showWhole}>
      <h2>{words.erase}</h2>
      <p>{words.eraseExplained}</p>
      {losses.map((one) => (
        <p key={`${one.walletType}/${one.unit}`}>
          {losses.length > 1 && <small>{wallet(one.walletType, nameOf(page, one))} </small>}
          <strong>
            {one.paidOut
              ? say('erasePaid', {
                  points: amount(one.points, one.unit),
                  money: amount(one.paidOut.amount, one.paidOut.currency),
                })
              : say('eraseLost', { points: amount(one.points, one.unit) })}
          </strong>
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
