import { CopyButton, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

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

const MINUS = '\u2212';

/** A decimal of the API with a true minus. */
export const figure = (decimal: string): string => decimal.replace(/^-/, MINUS);

/** A moment to the minute in this browser's zone; the zone and the whole instant on hover. */
export function When({ at }: { readonly at: string | undefined }) {
  const { i18n } = useTranslation();
  if (at === undefined) return null;
  const date = new Date(at);
  const shown = new Intl.DateTimeFormat(i18n.language === 'es' ? 'es-ES' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(date);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <time dateTime={at} title={`${at} · ${timeZone}`}>
      {shown}
    </time>
  );
}

type Change = { readonly label: string; readonly before: string; readonly after: string; readonly unit?: string };

/** Figures before and after, joined where they match and apart where they do not. */
export function BeforeAfter({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation();
  return (
    <table className="before-after">
      <thead>
        <tr>
          <th scope="col">{t('act.changes')}</th>
          <th scope="col">{t('act.before')}</th>
          <th scope="col">{t('act.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ label, before, after, unit }) => (
          <tr key={label} data-match={before === after}>
            <th scope="row">{label}</th>
            <td>
              {figure(before)} {unit}
            </td>
            <td>
              {figure(after)} {unit}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
