import { createContext, useContext } from 'react';
import type { Draft } from './promotion-types.ts';
import { useTold } from './area.tsx';

type Problem = Draft['problems'][number];

/** What is wrong in the promotion that is shown, by its place in it: `effects[0].params.step`. */
export const ProblemsHere = createContext<readonly Problem[]>([]);

/** What stands beside the field of that place: a problem of the place itself, or of something within it. */
export function useProblemAt(): (place: string) => string | undefined {
  const problems = useContext(ProblemsHere);
  const told = useTold();
  return (place) => {
    const found = problems.find(
      ({ place: at }) => at === place || at.startsWith(`${place}.`) || at.startsWith(`${place}[`),
    );
    // The place, from the rulebook's beginning, stands beside the field already.
    return (
      found &&
      told(found.text)
        .replace(/^promotions\[\S+: /, '')
        .replace(/ \([a-z]+: \d+\)\.?$/, '.')
    );
  };
}

const FIELDS =
  /^(code|on|priority|firstOn|lastOn|name|group|funding|excludes|stacking|conditions\[\d+\]\.params\.|effects\[\d+\]\.(params\.|wallet|cap|overCap|activation|validity)|limits\[\d+\]|signals\[\d+\])/;

/** Whether a field stands at that place, so that what is wrong is told beside it. */
export const hasField = (place: string): boolean => FIELDS.test(place);
