import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask, newReference, Refused } from '../api/ask.ts';
import type { Field } from './field.ts';

export type Address = `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** Whether a dangerous act first asks for a fresh second factor. */
export const needsStepUp = (error: unknown): boolean =>
  error instanceof Refused && error.problem.code === 'staff.session.step_up_needed';

/** The last name of an act and what was sent under it: sending the same again does it once, another content is another act. */
type Named = { content: string; reference: string };

type Doing<Answer> = {
  readonly what: Address;
  /** Whether the body carries a reference of ours. */
  readonly isNamed?: boolean;
  /** Beginnings of the addresses that are to be asked again, since the act changed them. */
  readonly changes?: readonly string[];
  readonly onDone?: ((answer: Answer) => void) | undefined;
  /** How it is sent, where it is more than one request with a body: a file, for one. */
  readonly by?: ((body: Readonly<Record<string, unknown>> | undefined) => Promise<Answer>) | undefined;
};

/** An act that writes. Pressing twice does it once; after it whatever shows the changed things is asked again. */
export function useAct<Answer = unknown>({ what, isNamed, changes = [], onDone, by }: Doing<Answer>) {
  const queries = useQueryClient();
  const named = useRef<Named>({ content: '', reference: newReference() });
  return useMutation({
    mutationFn: (body: Readonly<Record<string, unknown>> | undefined) => {
      if (by) return by(body);
      if (!isNamed) return ask<Answer>(what, body ? { body } : {});
      const content = JSON.stringify(body);
      if (named.current.content !== content) named.current = { content, reference: newReference() };
      return ask<Answer>(what, { body: { reference: named.current.reference, ...body } });
    },
    onSuccess: async (answer) => {
      named.current = { content: '', reference: newReference() };
      await queries.invalidateQueries({
        predicate: ({ queryKey: [first] }) => changes.some((path) => String(first).startsWith(path)),
      });
      onDone?.(answer);
    },
  });
}

/** Which sentence of a refusal belongs beside which field; what belongs to none stands above the button. */
export function errorsBeside(
  error: unknown,
  fields: readonly Field[],
): { readonly beside: Readonly<Record<string, string>>; readonly above: string | undefined } {
  if (!error || needsStepUp(error)) return { beside: {}, above: undefined };
  if (!(error instanceof Refused)) return { beside: {}, above: (error as Error).message };
  const { errors = [], code, detail, title } = error.problem;
  const beside: Record<string, string> = {};
  const left: string[] = [];
  for (const { path, message } of errors) {
    const field = fieldAt(fields, path.replace(/^(body|query|params)\.?/, ''));
    if (field) beside[field.name] ??= message;
    else left.push(message);
  }
  if (errors.length > 0) return { beside, above: left.length > 0 ? left.join(' · ') : undefined };
  const sentence = detail ?? title;
  const named = fields.find(({ refused }) => refused?.test(code)) ?? fields.find(({ told }) => told?.test(sentence));
  return named ? { beside: { [named.name]: sentence }, above: undefined } : { beside, above: sentence };
}

const fieldAt = (fields: readonly Field[], path: string): Field | undefined =>
  [...fields]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => path === name || path.startsWith(`${name}.`) || name.startsWith(`${path}.`));
