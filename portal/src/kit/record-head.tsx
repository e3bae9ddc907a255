import { Box, Group, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

type RecordHeadProps = {
  readonly title: string;
  readonly state?: ReactNode;
  /** Under the title: id, where it belongs. */
  readonly under?: ReactNode;
  readonly acts?: ReactNode;
};

/** The title line of every record: what it is, how it stands, and top right what can be done. */
export function RecordHead({ title, state, under, acts }: RecordHeadProps) {
  useDocumentTitle(`${title} · Tallystick`);
  return (
    <Group justify="space-between" align="flex-start" gap="md">
      <Stack gap={4}>
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          {state}
        </Group>
        {under !== undefined && (
          <Box fz="sm" c="dimmed" component="div">
            {under}
          </Box>
        )}
      </Stack>
      {acts !== undefined && <Group gap="xs">{acts}</Group>}
    </Group>
  );
}
