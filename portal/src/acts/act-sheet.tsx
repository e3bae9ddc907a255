import { Alert, Button, Drawer, Group, Stack } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyOf, initialOf, type Field, type Values } from './field.ts';
import { LostNote } from '../kit/lost-note.tsx';
import { Fields } from './fields.tsx';
import { AloneNotice, isWaiting, WaitsPanel, type ByHand } from './second-person.tsx';
import { StepUp } from './step-up.tsx';
import { errorsBeside, needsStepUp, useAct, type Address } from './use-act.ts';

const NO_FIELDS: readonly Field[] = [];

export type Act<Answer = unknown> = {
  readonly title: string;
  /** The button: a verb with its object. */
  readonly verb: string;
  readonly what: Address;
  readonly fields?: readonly Field[];
  /** Whether the body carries a reference of ours, so that pressing twice does it once. */
  readonly isNamed?: boolean;
  readonly isDangerous?: boolean;
  readonly changes?: readonly string[];
  /** What will change, in numbers, as it is typed. */
  effect?(values: Values): ReactNode;
  /** What it moves by hand, so that the form tells where a second person will be asked. */
  byHand?(values: Values): ByHand | undefined;
  /** The body, where it is more than the fields. */
  body?(values: Values, fromFields: Record<string, unknown>): Record<string, unknown> | undefined;
  /** What is shown in place of the form when it is done; without it the sheet closes. */
  answer?(answer: Answer, close: () => void): ReactNode;
  onDone?(answer: Answer): void;
  /** How it is sent, where it is more than one request with a body. */
  by?(body: Readonly<Record<string, unknown>> | undefined): Promise<Answer>;
};

type Props<Answer> = { readonly act: Act<Answer> | undefined; readonly onClose: () => void };

/** The sheet of an act that is described by its fields: what will change, a reason, what was refused, then the answer in place. */
export function ActSheet<Answer>({ act, onClose }: Props<Answer>) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={act !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={act?.title}
      closeButtonProps={{ 'aria-label': t('act.close') }}
      overlayProps={{ backgroundOpacity: 0.3 }}
    >
      {act && <SheetForm key={act.what + act.title} act={act} onClose={onClose} />}
    </Drawer>
  );
}

function SheetForm<Answer>({ act, onClose }: { readonly act: Act<Answer>; readonly onClose: () => void }) {
  const [done, setDone] = useState<{ readonly answer: Answer }>();
  if (done && isWaiting(done.answer)) return <WaitsPanel approval={done.answer.approval} onClose={onClose} />;
  if (done && act.answer) return act.answer(done.answer, onClose);
  const finish = (answer: Answer): void => {
    // What waits was not done: where that led to there is nothing yet.
    if (isWaiting(answer)) return setDone({ answer });
    act.onDone?.(answer);
    if (act.answer) setDone({ answer });
    else onClose();
  };
  return <ActForm act={act} onDone={finish} onCancel={onClose} />;
}

type FormProps<Answer> = {
  readonly act: Act<Answer>;
  readonly onDone: (answer: Answer) => void;
  readonly onCancel?: () => void;
};

/** The form of an act by itself, for screens that are nothing but one. */
export function ActForm<Answer>({ act, onDone, onCancel }: FormProps<Answer>) {
  const { t } = useTranslation();
  const fields = act.fields ?? NO_FIELDS;
  const [typed, setTyped] = useState<Values>({});
  const values = { ...initialOf(fields), ...typed };
  const doing = useAct<Answer>({
    what: act.what,
    onDone,
    by: act.by?.bind(act),
    ...(act.isNamed ? { isNamed: true } : {}),
    ...(act.changes ? { changes: act.changes } : {}),
  });
  const go = (): void => {
    const fromFields = bodyOf(fields, values);
    const isBare = fields.length === 0 && !act.isNamed;
    doing.mutate(act.body ? act.body(values, fromFields) : isBare ? undefined : fromFields);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!doing.isPending) go();
  };
  if (needsStepUp(doing.error)) return <StepUp onDone={go} />;
  const byHand = act.byHand?.(values);
  const { beside, above } = errorsBeside(doing.error, fields);
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <LostNote />
        <Fields
          fields={fields}
          values={values}
          errors={beside}
          onChange={(name, value) => setTyped((now) => ({ ...now, [name]: value }))}
        />
        {act.effect && <div className="effect">{act.effect(values)}</div>}
        {byHand && <AloneNotice {...byHand} />}
        {above && (
          <Alert color="red" role="alert">
            {above}
          </Alert>
        )}
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('act.cancel')}
            </Button>
          )}
          <Button type="submit" loading={doing.isPending} {...(act.isDangerous ? { color: 'red' } : {})}>
            {act.verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
