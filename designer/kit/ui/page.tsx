import { ActionIcon, Box, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/use-text.ts';
import { PlainLink } from '../navigation/link.tsx';

/** The frame of every page: title, what is beside it, actions on the right, content below. */
export function Page(props: {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  /** Address of the page that this one belongs to; shown as an arrow before the title. */
  readonly back?: string;
  /** Uses the whole width; otherwise lines stay readable on wide screens. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useText();
  useDocumentTitle(props.title);
  return (
    <Box maw={props.wide === true ? undefined : 1320} mx="auto" w="100%">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Group gap="xs" align="flex-start" wrap="nowrap" miw={{ base: '100%', sm: 0 }} flex={1}>
            {props.back === undefined ? null : (
              <ActionIcon component={PlainLink} href={props.back} variant="subtle" color="gray" mt={2} aria-label={t('action.back')}>
                <IconArrowLeft size={20} />
              </ActionIcon>
            )}
            <Box miw={0}>
              <Group gap="sm">
                <Title order={1} size="h3" lh={1.35}>
                  {props.title}
                </Title>
                {props.beside}
              </Group>
              {props.subtitle === undefined ? null : (
                <Text component="div" size="sm" c="dimmed">
                  {props.subtitle}
                </Text>
              )}
            </Box>
          </Group>
          {props.actions === undefined ? null : <Group gap="xs">{props.actions}</Group>}
        </Group>
        {props.children}
      </Stack>
    </Box>
  );
}

/** Names the browser's tab after the page. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Lanework' : `${title} – Lanework`;
  }, [title]);
}
