import type { Given } from './given.ts';
import type { Then } from './then.ts';
import type { When } from './when.ts';

/** What a story is told with: what there is, what happens, and what must be so. */
export type Story = { readonly given: Given; readonly when: When; readonly then: Then };

/** A whole-system story over a moving clock. */
export type Scenario = {
  /** In small letters, digits and dashes: by this it is asked for. */
  readonly name: string;
  /** One sentence. */
  readonly title: string;
  tell(story: Story): Promise<void>;
};

/** Names a story; it is told by `runScenario`. */
export const scenario = (name: string, title: string, tell: Scenario['tell']): Scenario => ({ name, title, tell });
