import { Stepper } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

const STEPS = ['upload', 'look', 'code', 'make'] as const;

/** Where one is on the way from a file to cards. */
export function FileSteps({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 48em)');
  return (
    <Stepper active={at} size="xs" allowNextStepsSelect={false} orientation={isNarrow ? 'vertical' : 'horizontal'}>
      {STEPS.map((step) => (
        <Stepper.Step key={step} label={t(`cards.steps.${step}`)} />
      ))}
    </Stepper>
  );
}
