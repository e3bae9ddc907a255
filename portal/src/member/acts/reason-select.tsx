import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type ReasonSelectProps = {
  readonly reasons: readonly string[];
  readonly value: string;
  readonly onChange: (reason: string) => void;
};

/** Why something is done by hand: it stands in the journal for ever. */
export function ReasonSelect({ reasons, value, onChange }: ReasonSelectProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('member.reason')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={reasons.map((reason) => ({ value: reason, label: t(`member.reasons.${reason}`) }))}
    />
  );
}
