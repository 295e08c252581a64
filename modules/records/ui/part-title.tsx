import { Badge, Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** The heading of a part of a record's page. */
export function PartTitle({ title, count, children }: { readonly title: string; readonly count?: number; readonly children?: ReactNode }) {
  return (
    <Group justify="space-between" mb="xs">
      <Group gap="xs">
        <Title order={2} size="h5">
          {title}
        </Title>
        {count === undefined ? null : (
          <Badge variant="light" color="gray" size="sm">
            {count}
          </Badge>
        )}
      </Group>
      {children}
    </Group>
  );
}
