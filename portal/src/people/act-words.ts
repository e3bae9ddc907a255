import { useTranslation } from 'react-i18next';
import { may, useOwnSession } from '../api/session.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { useOperationChoices } from '../transactions/choices.ts';
import { actTexts } from './act-texts.ts';
import { KNOWN_ACTS, NOUNS, partsOfSubject } from './known-acts.ts';
import type { Entry } from './trail.ts';

type Group = { readonly group: string; readonly items: { readonly value: string; readonly label: string }[] };

/** What was done, in words; the name as it is where a room did something that has none. */
export function useActWord(): (act: string) => string {
  const { t } = useTranslation();
  return (act) => (KNOWN_ACTS.includes(act) ? t(`acts.done.${act}`) : act);
}

/** What an act was about, in words, by name where it has one. */
export function useSubjectWord(): (entry: Pick<Entry, 'subject' | 'subjectName'>) => string | undefined {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  const nameOf = (noun: string, what: string): string => {
    switch (noun) {
      case 'channel':
        return t(`acts.channels.${what}`, what);
      case 'role':
        return t(`people.rolesAtFirst.${what}`, what);
      case 'wallet type':
        return walletWord(what);
      default:
        return what;
    }
  };
  return ({ subject, subjectName }) => {
    const parts = subject === undefined ? undefined : partsOfSubject(subject);
    if (!parts) return subject;
    const { noun, what } = parts;
    return t(`acts.about.${noun}`, { what: subjectName ?? nameOf(noun, what) });
  };
}

/** What somebody typed about a subject, with the noun by which the audit log knows it: `local centro` is `outlet centro`. */
export function useAskedSubject(): (typed: string | undefined) => string | undefined {
  const { t } = useTranslation();
  return (typed) => {
    const text = typed?.trim().toLowerCase() ?? '';
    const noun = NOUNS.find((one) => text.startsWith(`${nounAlone(t(`acts.about.${one}`, { what: '' }))} `));
    if (noun === undefined || typed === undefined) return typed;
    return `${noun} ${typed.trim().slice(nounAlone(t(`acts.about.${noun}`, { what: '' })).length + 1)}`;
  };
}

const nounAlone = (words: string): string => words.trim().toLowerCase();

/** Acts and kinds of operations to choose from, by room; a room by itself means all of its acts. What an address names is there too. */
export function useActChoices(chosen: string | undefined): readonly Group[] {
  const { t } = useTranslation();
  const mayReadJournal = may(useOwnSession(), 'journal:read');
  const kinds = useOperationChoices('kinds', '', mayReadJournal);
  const rooms = Object.keys(actTexts.en.done).map((room) => ({
    group: t(`acts.rooms.${room}`),
    items: [
      { value: `${room}.`, label: t('acts.allOf', { room: t(`acts.rooms.${room}`) }) },
      ...KNOWN_ACTS.filter((act) => act.startsWith(`${room}.`)).map((act) => ({
        value: act,
        label: t(`acts.done.${act}`),
      })),
    ],
  }));
  const operations = kinds.map((kind) => ({ value: kind, label: t([`operation.kind.${kind}`, kind]) }));
  const groups: Group[] = [
    ...rooms,
    ...(operations.length > 0 ? [{ group: t('people.records.operations'), items: operations }] : []),
  ];
  const isThere = chosen === undefined || groups.some(({ items }) => items.some(({ value }) => value === chosen));
  return isThere ? groups : [...groups, { group: '', items: [{ value: chosen, label: chosen }] }];
}
