import { Button, Code, Group, Modal, SegmentedControl, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ErrorState, useText } from '../../../designer/kit/index.ts';
import { useSaveWebhook, useTryMapping } from './connectors.ts';
import type { Webhook, WebhookSettings } from './connectors.ts';
import { parseJson } from './json-text.ts';

const NEW: WebhookSettings = {
  name: '',
  isActive: true,
  target: 'process',
  targetName: '',
  correlationKey: null,
  variables: 'body',
  proof: 'signature',
};

/** Makes a webhook (`webhook` is null) or changes one. */
export function WebhookDialog(props: {
  readonly webhook: Webhook | null;
  readonly onClose: () => void;
  readonly onCreated: (made: { readonly id: string; readonly secret: string }) => void;
}) {
  const { webhook } = props;
  const { t } = useText('connectors');
  const save = useSaveWebhook();
  const [values, setValues] = useState<WebhookSettings>(() => (webhook === null ? NEW : settingsOf(webhook)));
  const [wasSent, setWasSent] = useState(false);
  const set = (change: Partial<WebhookSettings>) => setValues({ ...values, ...change });
  const missing = (text: string) => (wasSent && text.trim() === '' ? { error: t('required') } : {});
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    if ([values.name, values.targetName, values.variables].some((text) => text.trim() === '')) return;
    save.mutate(
      { id: webhook?.id ?? null, settings: values },
      { onSuccess: (made) => (made === null ? props.onClose() : props.onCreated(made)) },
    );
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={webhook === null ? t('add') : t('editOne', { name: webhook.name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
      closeOnClickOutside={false}
    >
      <form onSubmit={send} noValidate data-testid="webhook-form">
        <Stack gap="sm">
          <TextInput
            label={t('name')}
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            required
            data-autofocus
            {...missing(values.name)}
          />
          <Target values={values} set={set} missing={missing} />
          <Textarea
            label={t('variables')}
            description={t('variablesHint')}
            value={values.variables}
            onChange={(event) => set({ variables: event.currentTarget.value })}
            autosize
            minRows={2}
            required
            {...missing(values.variables)}
          />
          <Choice
            label={t('proofLabel')}
            value={values.proof}
            options={['signature', 'token']}
            name="proof"
            disabled={webhook !== null}
            onChange={(proof) => set({ proof })}
          />
          <Switch label={t('isActive')} checked={values.isActive} onChange={(event) => set({ isActive: event.currentTarget.checked })} />
          <TryMapping settings={values} />
          {save.error === null ? null : <ErrorState error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Target(props: {
  readonly values: WebhookSettings;
  readonly set: (change: Partial<WebhookSettings>) => void;
  readonly missing: (text: string) => { readonly error?: string };
}) {
  const { values, set } = props;
  const { t } = useText('connectors');
  return (
    <>
      <Choice
        label={t('target')}
        value={values.target}
        options={['process', 'message']}
        name="targetKind"
        onChange={(target) => set({ target })}
      />
      <TextInput
        label={t(`targetName.${values.target}`)}
        value={values.targetName}
        onChange={(event) => set({ targetName: event.currentTarget.value })}
        required
        {...props.missing(values.targetName)}
      />
      {values.target === 'message' ? (
        <TextInput
          label={t('correlationKey')}
          description={t('correlationKeyHint')}
          value={values.correlationKey ?? ''}
          onChange={(event) => set({ correlationKey: event.currentTarget.value === '' ? null : event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

function Choice<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Value[];
  readonly name: string;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}) {
  const { t } = useText('connectors');
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {props.label}
      </Text>
      <SegmentedControl
        fullWidth
        aria-label={props.label}
        value={props.value}
        disabled={props.disabled ?? false}
        data={props.options.map((value) => ({ value, label: t(`${props.name}.${value}`) }))}
        onChange={(value) => props.onChange(value)}
      />
    </div>
  );
}

/** What the expressions make of a sample, before anybody calls. */
function TryMapping({ settings }: { readonly settings: WebhookSettings }) {
  const { t } = useText('connectors');
  const attempt = useTryMapping();
  const [sample, setSample] = useState('{}');
  const parsed = parseJson(sample);
  return (
    <Stack gap="xs">
      <Textarea
        label={t('sample')}
        value={sample}
        onChange={(event) => setSample(event.currentTarget.value)}
        autosize
        minRows={2}
        {...(parsed === undefined ? { error: t('noJson') } : {})}
      />
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          disabled={parsed === undefined}
          loading={attempt.isPending}
          onClick={() => attempt.mutate({ settings, body: parsed?.value })}
        >
          {t('try')}
        </Button>
      </Group>
      {attempt.error === null ? null : <ErrorState error={attempt.error} />}
      {attempt.data === undefined ? null : (
        <Code block data-testid="mapped">
          {JSON.stringify(attempt.data, null, 2)}
        </Code>
      )}
    </Stack>
  );
}

const settingsOf = ({ name, isActive, target, targetName, correlationKey, variables, proof }: Webhook): WebhookSettings => ({
  name,
  isActive,
  target,
  targetName,
  correlationKey,
  variables,
  proof,
});
