import { createGiven } from './given.ts';
import type { Scenario } from './scenario.ts';
import { openStage, type StageGround } from './stage.ts';
import { StoryBroken, type Step } from './step.ts';
import { createThen } from './then.ts';
import { createWhen } from './when.ts';

/** A story as it went. */
export type Told = {
  readonly name: string;
  readonly title: string;
  /** False: the last step was otherwise than the story says. */
  readonly ok: boolean;
  readonly steps: readonly Step[];
};

/** Tells a story in a tenant of its own on the ground, up to the first step that is otherwise. `explain` adds why receipts earned. */
export async function runScenario(
  ground: StageGround,
  { name, title, tell }: Scenario,
  { explain = false }: { readonly explain?: boolean } = {},
): Promise<Told> {
  const stage = await openStage(ground, name, explain);
  try {
    // oxlint-disable-next-line unicorn/no-thenable -- these are verbs of a sentence: `then` is no function, so nothing awaits it
    await tell({ given: createGiven(stage), when: createWhen(stage), then: createThen(stage) });
    return { name, title, ok: true, steps: stage.steps };
  } catch (error) {
    if (!(error instanceof StoryBroken)) throw error;
    return { name, title, ok: false, steps: stage.steps };
  } finally {
    await stage.close();
  }
}
