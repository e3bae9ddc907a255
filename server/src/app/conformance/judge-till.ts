import { openNotes } from './stage.ts';
import type { Note } from './note.ts';
import type { CaseResult } from './play.ts';

/** What somebody's till has to have shown. A case for which it gave no occasion is not played. */
type TillCase = {
  readonly code: string;
  readonly title: string;
  readonly judge: (notes: readonly Note[], check: (what: string, ok: boolean, seen?: string) => void) => string | void;
};

// Fewer could be luck: half of them were lost on the way there, half on the way back.
const CUTS_MIN = 4;

const isCut = ({ status }: Note): boolean => status === undefined;
const isBooked = ({ status = 0 }: Note): boolean => status >= 200 && status < 300;
// 429 and 5xx are answered by the same message again, so they are no answer yet.
const isAnswered = ({ status = 0 }: Note): boolean => status >= 200 && status < 500 && status !== 429;

const repeats: TillCase = {
  code: 'till-repeats',
  title: 'after a broken line it sends the same again until it is answered, or voids it',
  judge: (notes, check) => {
    const cuts = [...notes.entries()].filter(([, note]) => isCut(note));
    if (cuts.length < CUTS_MIN) return `${cuts.length} messages lost their line, and ${CUTS_MIN} must`;
    for (const [place, { key, content, path, reference }] of cuts) {
      const later = notes.slice(place + 1);
      const isRepeated = later.some((one) => one.key === key && one.content === content && isAnswered(one));
      const isVoided = later.some((one) => one.undoes === reference && isBooked(one));
      check(`${path} ${reference}: comes again, or is voided`, isRepeated || isVoided, 'neither');
    }
  },
};

const oneContent: TillCase = {
  code: 'till-one-content',
  title: 'a reference always means the same',
  judge: (notes, check) => {
    if (notes.length === 0) return 'no message came';
    const contents = new Map<string, string>();
    for (const { key, content, path, reference } of notes) {
      const known = contents.get(key);
      contents.set(key, known ?? content);
      if (known !== undefined) check(`${path} ${reference}: the same content`, known === content, 'other content');
    }
    const reused = notes.filter(({ code }) => code === 'operation.reference_reused');
    check('no reference was refused as used for something else', reused.length === 0, `${reused.length} were`);
  },
};

const readable: TillCase = {
  code: 'till-readable',
  title: 'what it sends is understood',
  judge: (notes, check) => {
    if (!notes.some((note) => !isCut(note))) return 'no message was answered';
    const wrong = notes.filter(({ till, code }) => till === 'error' && code !== 'operation.reference_reused');
    check('no answer says that the message is wrong', wrong.length === 0, wrong.map(({ code }) => code).join(', '));
  },
};

const booksOne = (code: string, title: string, path: RegExp): TillCase => ({
  code,
  title,
  judge: (notes, check) => {
    if (!notes.some((note) => path.test(note.path))) return 'no such message came';
    check(
      'at least one was booked',
      notes.some((note) => path.test(note.path) && isBooked(note)),
      'none was',
    );
  },
});

const tillCases: readonly TillCase[] = [
  repeats,
  oneContent,
  readable,
  booksOne('till-sale', 'it sells', /^\/v1\/(sales|batch)$/),
  booksOne('till-return', 'it takes goods back', /^\/v1\/returns$/),
  booksOne('till-void', 'it voids', /^\/v1\/(voids|gift-cards\/void)$/),
  booksOne('till-gift-card', 'it takes a gift card', /^\/v1\/gift-cards\/(redeem|hold)$/),
];

/** What a till has shown over a watched line, case by case. Operations stand with the case that they prove. */
export function judgeTill(notes: readonly Note[]): CaseResult[] {
  return tillCases.map(({ code, title, judge }) => {
    const { checks, check } = openNotes();
    const why = judge(notes, check);
    if (typeof why === 'string') return { code, title, outcome: 'not_played', why, checks: [], operations: [] };
    const isPassed = checks.length > 0 && checks.every(({ ok }) => ok);
    const operations = code === 'till-repeats' ? [...new Set(notes.flatMap(({ operation }) => operation ?? []))] : [];
    return { code, title, outcome: isPassed ? 'passed' : 'failed', checks, operations };
  });
}
