import { Button, Collapse, Stack } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { ReactNode } from 'react';

const NARROW = '(max-width: 48em)';

type Props = {
  readonly label: string;
  /** How many of the fields inside say something: shown on the button while they are folded away. */
  readonly count: number;
  readonly children: ReactNode;
};

/** Fields that would fill the first screen of a phone stand behind a button there; where there is room they are open. */
export function FoldsOnPhone({ label, count, children }: Props) {
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const [isOpen, fold] = useDisclosure(false);
  if (!isNarrow) return children;
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
        onClick={fold.toggle}
        aria-expanded={isOpen}
      >
        {label}
        {count > 0 && ` (${count})`}
      </Button>
      <Collapse expanded={isOpen}>{children}</Collapse>
    </Stack>
  );
}
