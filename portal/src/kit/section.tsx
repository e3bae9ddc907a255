import { Group, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

type SectionProps = {
  readonly title: string;
  readonly acts?: ReactNode;
  readonly children: ReactNode;
};

/** A part of a record under its title. No frame: space and the title part it from the next. */
export function Section({ title, acts, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="section">
      <Group justify="space-between" align="center" gap="xs" mb={6} mih={30}>
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {acts}
      </Group>
      {children}
    </section>
  );
}
