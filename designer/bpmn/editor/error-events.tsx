import { Button, Stack, Text } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { localized } from '../../kit/index.ts';
import type { OperationInfo } from '../api.ts';
import { useDesignerText } from '../texts.ts';

/** The business errors that the operation of the selected task may raise and that nothing catches yet; a click adds the event that catches one. */
export function ErrorEvents(props: {
  readonly operation: OperationInfo;
  readonly caught: readonly string[];
  readonly onAdd: (code: string, name: string) => void;
}) {
  const { t, language } = useDesignerText();
  const open = props.operation.errors.filter((error) => !props.caught.includes(error.code));
  if (open.length === 0) return null;
  return (
    <Stack gap={4} p="xs" role="group" aria-label={t('operations.errors')} className="lw-error-events">
      <Text size="xs" fw={600}>
        {t('operations.errors')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('operations.errorsHint')}
      </Text>
      {open.map((error) => (
        <Button
          key={error.code}
          size="compact-xs"
          variant="light"
          justify="flex-start"
          leftSection={<IconBolt size={12} aria-hidden />}
          title={error.code}
          onClick={() => props.onAdd(error.code, localized(error.title, language))}
          data-testid={`error-${error.code}`}
        >
          {localized(error.title, language)}
        </Button>
      ))}
    </Stack>
  );
}
