import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

const SHOWN_WHOLE_MAX = 18;

const shortened = (value: string): string =>
  value.length <= SHOWN_WHOLE_MAX ? value : `${value.slice(0, 8)}…${value.slice(-5)}`;

/** An id or number in figures of one width, which copies itself when pressed; a long one is shown shortened. */
export function CopiedId({ value }: { readonly value: string }) {
  const { t } = useTranslation();
  const { copy, copied } = useClipboard();
  return (
    <Tooltip label={copied ? t('kit.copied') : value} openDelay={300}>
      <UnstyledButton
        className="mono"
        fz="sm"
        onClick={(event) => {
          event.stopPropagation();
          copy(value);
        }}
      >
        <VisuallyHidden>{t('kit.copy')} </VisuallyHidden>
        {shortened(value)}
      </UnstyledButton>
    </Tooltip>
  );
}
