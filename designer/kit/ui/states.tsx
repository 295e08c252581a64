import { Alert, Button, Center, Group, Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError } from '../api/problem.ts';
import { useText } from '../i18n/use-text.ts';

/** Shown while a page or a part of it reads its data. */
export function LoadingState({ label, minHeight = 200 }: { readonly label?: string; readonly minHeight?: number }) {
  const { t } = useText();
  return (
    <Center mih={minHeight} role="status" aria-live="polite">
      <Stack align="center" gap="xs">
        <Loader size="sm" type="dots" />
        <Text size="sm" c="dimmed">
          {label ?? t('state.loading')}
        </Text>
      </Stack>
    </Center>
  );
}

/** Shown where there is nothing: says so and what can be done about it. */
export function EmptyState(props: {
  readonly title: string;
  readonly description?: string;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <Center mih={220} p="lg">
      <Stack align="center" gap="xs" maw={420} ta="center">
        <ThemeIcon variant="light" size={52} radius="xl">
          {props.icon ?? <IconInbox aria-hidden />}
        </ThemeIcon>
        <Text fw={600}>{props.title}</Text>
        {props.description === undefined ? null : (
          <Text size="sm" c="dimmed">
            {props.description}
          </Text>
        )}
        {props.action}
      </Stack>
    </Center>
  );
}

/** What happened and what to do, in the person's language where the code is known, else in the server's words. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useText();
  return (error) => {
    if (error instanceof ApiError) {
      const refusal = error.problem.members['refusal'];
      const general = t(`problem.${error.code}`, { defaultValue: error.message });
      return typeof refusal === 'string' ? t(`businessError.${refusal}`, { defaultValue: general }) : general;
    }
    return error instanceof Error ? error.message : String(error);
  };
}

/** Problems whose details, in the server's words, say more than the translated text can. */
const telling = new Set(['VALIDATION_FAILED', 'INPUT_INVALID', 'FORM_INVALID', 'HTTP_500', 'INTERNAL_ERROR']);

/** Shown where reading or doing something failed. */
export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: (() => unknown) | undefined }) {
  const { t } = useText();
  const textOf = useErrorText();
  const detail = error instanceof ApiError && telling.has(error.code) ? error.problem.detail : null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('state.failed')} role="alert" my="sm">
      <Stack gap="xs">
        <Text size="sm">{textOf(error)}</Text>
        {detail === null ? null : (
          <Text size="xs" c="dimmed">
            {detail}
          </Text>
        )}
        <Group gap="sm">
          {retry === undefined ? null : (
            <Button size="xs" variant="light" color="red" onClick={() => void retry()}>
              {t('action.retry')}
            </Button>
          )}
          {error instanceof ApiError ? (
            <Text size="xs" c="dimmed" ff="monospace">
              {error.code}
            </Text>
          ) : null}
        </Group>
      </Stack>
    </Alert>
  );
}

/** What a query hook returns, as far as showing its state goes. */
export interface Readable<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** Shows a query in each of its states: loading, failed, and loaded. Data once read stays on screen while it is read again. */
export function Loaded<T>({
  query,
  children,
  minHeight,
}: {
  readonly query: Readable<T>;
  readonly children: (data: T) => ReactNode;
  readonly minHeight?: number;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <ErrorState error={query.error} retry={query.refetch} />;
  return <LoadingState {...(minHeight === undefined ? {} : { minHeight })} />;
}
