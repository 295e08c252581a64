import { Badge, Button, Card, Code, Group, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ErrorState, Loaded, useText } from '../../../designer/kit/index.ts';
import { useOutgoingSettings, useTryRequest } from './connectors.ts';
import { parseJson } from './json-text.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Where requests of diagrams may go, which secrets they may name, and a request to try. */
export function Outgoing() {
  const { t } = useText('connectors');
  const settings = useOutgoingSettings();
  return (
    <Stack gap="md">
      <Loaded query={settings}>
        {({ httpAllow, secrets }) => (
          <>
            <Names title={t('allowed')} text={t('allowedText')} names={httpAllow} none={t('allowedNone')} />
            <Names
              title={t('secrets')}
              text={t('secretsText', { placeholder: '{{secrets.NAME}}', interpolation: { escapeValue: false, skipOnVariables: true } })}
              names={secrets ?? []}
              none={secrets === null ? t('secretsOff') : t('secretsNone')}
            />
          </>
        )}
      </Loaded>
      <TryRequest />
    </Stack>
  );
}

function Names(props: { readonly title: string; readonly text: string; readonly names: readonly string[]; readonly none: string }) {
  return (
    <Card withBorder component="section" aria-label={props.title}>
      <Title order={2} size="h4">
        {props.title}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {props.text}
      </Text>
      {props.names.length === 0 ? (
        <Text size="sm">{props.none}</Text>
      ) : (
        <Group gap="xs">
          {props.names.map((name) => (
            <Badge key={name} variant="light" tt="none" style={{ maxWidth: '100%' }}>
              {name}
            </Badge>
          ))}
        </Group>
      )}
    </Card>
  );
}

function TryRequest() {
  const { t } = useText('connectors');
  const attempt = useTryRequest();
  const [values, setValues] = useState({ method: 'GET', url: '', headers: '', body: '' });
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const headers = values.headers.trim() === '' ? { value: undefined } : parseJson(values.headers);
  const send = (event: FormEvent) => {
    event.preventDefault();
    // A body that is no JSON is sent as the text it is.
    const body = values.body === '' ? undefined : (parseJson(values.body)?.value ?? values.body);
    attempt.mutate({ method: values.method, url: values.url, headers: headers?.value, body });
  };
  return (
    <Card withBorder component="section" aria-label={t('tryRequest')}>
      <Title order={2} size="h4">
        {t('tryRequest')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('tryRequestText')}
      </Text>
      <form onSubmit={send}>
        <Stack gap="sm">
          <Group align="flex-end">
            <Select
              label={t('method')}
              data={METHODS}
              value={values.method}
              allowDeselect={false}
              onChange={(method) => set({ method: method ?? 'GET' })}
              w={120}
            />
            <TextInput
              label={t('url')}
              placeholder="https://api.example.com/orders"
              value={values.url}
              onChange={(event) => set({ url: event.currentTarget.value })}
              style={{ flex: '1 1 240px' }}
              required
            />
          </Group>
          <Textarea
            label={t('headers')}
            placeholder='{"Authorization": "Bearer {{secrets.NAME}}"}'
            value={values.headers}
            onChange={(event) => set({ headers: event.currentTarget.value })}
            autosize
            {...(headers === undefined ? { error: t('noJson') } : {})}
          />
          <Textarea
            label={t('body')}
            value={values.body}
            onChange={(event) => set({ body: event.currentTarget.value })}
            autosize
            minRows={2}
          />
          <Group>
            <Button type="submit" loading={attempt.isPending} disabled={headers === undefined}>
              {t('send')}
            </Button>
          </Group>
          {attempt.error === null ? null : <ErrorState error={attempt.error} />}
          {attempt.data === undefined ? null : (
            <Code block data-testid="answer" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {JSON.stringify(attempt.data, null, 2)}
            </Code>
          )}
        </Stack>
      </form>
    </Card>
  );
}
