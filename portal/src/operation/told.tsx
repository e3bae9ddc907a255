import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../kit/failed.tsx';
import { Section } from '../kit/section.tsx';
import { READERS, useTold, type Reader } from './operation-data.ts';

/** The operation in sentences for whoever is to be told: asked for when somebody chooses for whom. */
export function Told({ operation }: { readonly operation: string }) {
  const { t } = useTranslation();
  const [reader, setReader] = useState<Reader>();
  const { data, error, isFetching } = useTold(operation, reader);
  return (
    <Section title={t('operation.told.title')}>
      <Group gap="xs" role="group" aria-label={t('operation.told.title')}>
        {READERS.map((one) => (
          <Button
            key={one}
            size="xs"
            variant={one === reader ? 'filled' : 'default'}
            aria-pressed={one === reader}
            onClick={() => setReader(one)}
          >
            {t(`operation.told.${one}`)}
          </Button>
        ))}
      </Group>
      {error && <Failed error={error} />}
      {isFetching && !data && <Skeleton h={80} mt="sm" aria-busy="true" />}
      {data && (
        <Stack gap={4} mt="sm" aria-live="polite">
          {data.sentences.map((sentence, n) => (
            <Text key={`${n}${sentence}`} fz="sm">
              {sentence}
            </Text>
          ))}
          {data.differences.length > 0 && (
            <Text fz="sm" c="var(--amber)">
              {t('operation.told.differs')}
            </Text>
          )}
        </Stack>
      )}
    </Section>
  );
}
