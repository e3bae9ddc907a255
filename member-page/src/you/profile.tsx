import { useState, type FormEvent } from 'react';
import { ask, newReference } from '../api/ask.ts';
import type { Page } from '../api/kept.ts';
import { Problem } from '../kit/problem.tsx';
import { textOf } from '../kit/text-of.ts';
import { useAct } from '../kit/use-act.ts';
import { useWords } from '../words/words.tsx';

const FIELDS = ['givenName', 'familyName', 'email'] as const;

/** What the business knows of the member; the phone is how he signs in, and is changed at the till or desk. */
export function Profile({ page, onChanged }: { readonly page: Page; readonly onChanged: () => Promise<void> }) {
  const { words } = useWords();
  const { isBusy, problem, act } = useAct();
  const [isOpen, setOpen] = useState(false);
  const { profile } = page;
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const told = FIELDS.map((field) => [field, textOf(form, field)] as const).filter(
      ([field, value]) => value !== (profile[field] ?? ''),
    );
    void act(async () => {
      if (told.length > 0) {
        const changed = Object.fromEntries(told.map(([field, value]) => [field, value === '' ? null : value]));
        await ask('PATCH /v1/me', { reference: newReference(), ...changed });
        await onChanged();
      }
      setOpen(false);
    });
  };
  const name = [profile.givenName, profile.familyName].filter(Boolean).join(' ');
  return (
    <section>
      <h2>{words.tabYou}</h2>
      {isOpen ? (
        <form onSubmit={save}>
          {FIELDS.map((field) => (
            <div key={field}>
              <label htmlFor={field}>{words[field]}</label>
              <input
                {...{ id: field, name: field, defaultValue: profile[field] ?? '', maxLength: 100 }}
                type={field === 'email' ? 'email' : 'text'}
                autoComplete={{ givenName: 'given-name', familyName: 'family-name', email: 'email' }[field]}
              />
            </div>
          ))}
          <Problem text={problem} />
          <button className="main" disabled={isBusy}>
            {words.save}
          </button>
          <button type="button" className="quiet" onClick={() => setOpen(false)}>
            {words.cancel}
          </button>
        </form>
      ) : (
        <div className="lines">
          <p>
            <strong>{name === '' ? page.phone : name}</strong>
            {name !== '' && <small>{page.phone}</small>}
            {profile.email && <small>{profile.email}</small>}
          </p>
          <button type="button" className="quiet" onClick={() => setOpen(true)}>
            {words.edit}
          </button>
        </div>
      )}
    </section>
  );
}
