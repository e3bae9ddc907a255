import { Button, Group, Paper, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

type Props<Entry> = {
  readonly entries: readonly Entry[];
  readonly onChange: (entries: readonly Entry[]) => void;
  /** What one is called, for who cannot see its frame. */
  readonly nameOf: (entry: Entry, n: number) => string;
  /** The entry that *add* begins with. */
  readonly fresh: () => Entry;
  readonly add: string;
  readonly remove: string;
  /** The fields of one entry. */
  readonly children: (entry: Entry, n: number, change: (next: Entry) => void) => ReactNode;
};

/** Entries of a list, each in a frame with its own way out, and the way to one more. */
export function EntriesFields<Entry>({ entries, onChange, nameOf, fresh, add, remove, children }: Props<Entry>) {
  return (
    <Stack gap="sm">
      {entries.map((entry, n) => (
        <Paper key={n} withBorder p="sm" component="section" aria-label={nameOf(entry, n)}>
          {children(entry, n, (next) => onChange(entries.map((old, at) => (at === n ? next : old))))}
          <Button
            mt="xs"
            size="compact-xs"
            variant="subtle"
            color="red"
            onClick={() => onChange(entries.filter((_, at) => at !== n))}
          >
            {remove}
          </Button>
        </Paper>
      ))}
      <Group>
        <Button size="xs" variant="default" onClick={() => onChange([...entries, fresh()])}>
          {add}
        </Button>
      </Group>
    </Stack>
  );
}
