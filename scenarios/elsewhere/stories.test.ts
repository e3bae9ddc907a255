import { expect, test } from 'vitest';
import { playScenario } from '../../server/src/rooms/simulation/index.ts';
import { tierStories } from './tier-stories.ts';
import { timeStories } from './time-stories.ts';

const files = [...timeStories, ...tierStories].map(({ file }) => file);

test.each(files)('$title.en ($name)', (file) => {
  const played = playScenario(file);
  expect(played.ok && played.story.steps.filter(({ ok }) => !ok)).toEqual([]);
});

test.each(files)('$name is about its promotions: without them it goes otherwise', (file) => {
  const isAboutSpend = file.given.tiers?.metric === 'spend';
  const played = playScenario(file, {}, { content: { promotions: [] } });
  expect(played).toMatchObject({ ok: true, story: { ok: isAboutSpend } });
});
