import { z } from 'zod';
import type { ConditionKind, EffectKind } from './kind.ts';
import { conditionKinds, effectKinds } from './kinds.ts';
import type { Texts } from './language.ts';

/** A kind as people and forms read it. */
export type KindDescription = {
  readonly code: string;
  readonly version: number;
  readonly role: 'condition' | 'effect';
  readonly text: Texts;
  /** JSON Schema of the parameters as they are sent. */
  readonly params: Record<string, unknown>;
  readonly example: Record<string, unknown>;
  readonly sentence: Texts;
  readonly undo?: Texts;
};

const describe = (kind: ConditionKind | EffectKind): KindDescription => {
  const { code, version, role, text, example } = kind;
  const { $schema: _, ...params } = z.toJSONSchema(kind.params, { io: 'input' });
  const say = (language: 'en' | 'es'): string => kind.say(example.params, 'points', language);
  return {
    ...{ code, version, role, text },
    params,
    example: example.params as Record<string, unknown>,
    sentence: { en: say('en'), es: say('es') },
    ...(kind.role === 'effect' && { undo: kind.undo.text }),
  };
};

/** Every kind in every version, conditions first. */
export const describeKinds = (): readonly KindDescription[] => [...conditionKinds, ...effectKinds].map(describe);
