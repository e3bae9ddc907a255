import { CopyButton, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Moment } from '../kit/moment.tsx';
import { Notch } from '../kit/notch.tsx';

/** An id or masked number that is copied on click. */
export function Copied({ text, children }: { readonly text: string; readonly children?: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('act.copied') : t('act.copy')}>
          <UnstyledButton
            className="mono"
            fz="inherit"
            onClick={(event) => {
              event.stopPropagation();
              copy();
            }}
          >
            {children ?? text}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** Text that somebody takes along whole: a command, a secret, a link. */
export function ToTake({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <div className="take">
      <Group justify="space-between" mb={4}>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <UnstyledButton fz="xs" c="green" onClick={copy}>
              {copied ? t('act.copied') : t('act.copy')}
            </UnstyledButton>
          )}
        </CopyButton>
      </Group>
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}

/** A moment of this browser's clock; nothing where there is none. */
export const When = ({ at }: { readonly at: string | undefined }) => (at === undefined ? null : <Moment at={at} />);

type Change = { readonly label: string; readonly before: string; readonly after: string; readonly unit?: string };

/** Figures before and after, joined where they match and apart where they do not. */
export const BeforeAfter = ({ changes }: { readonly changes: readonly Change[] }) =>
  changes.map(({ label, before, after, unit }) => <Notch key={label} {...{ label, before, after, unit }} />);
