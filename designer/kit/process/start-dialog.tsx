import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useRef } from 'react';
import { useStartForm, useStartProcess } from '../api/processes.ts';
import { ApiError } from '../api/problem.ts';
import type { Json, Outcome, StartableProcess } from '../api/types.ts';
import { useText } from '../i18n/use-text.ts';
import { FormView } from '../ui/form-view.tsx';
import type { FormHandle } from '../ui/form-view-types.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { ErrorState, Loaded } from '../ui/states.tsx';
import { OutcomePanel } from './outcome-panel.tsx';

/** What a process is started with besides what its form asks. */
export interface StartContext {
  readonly variables?: Json;
  readonly businessKey?: string;
}

/** Asks what the process wants to know, starts it, and shows what it did in the same place. */
export function StartDialog({
  process,
  context = {},
  onClose,
}: {
  readonly process: StartableProcess;
  readonly context?: StartContext;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const start = useStartProcess();
  const narrow = useMediaQuery('(max-width: 36em)');
  return (
    <Modal
      opened
      onClose={onClose}
      title={process.name}
      size="lg"
      fullScreen={narrow === true}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {start.data === undefined ? (
        <StartForm process={process} context={context} start={start} onClose={onClose} />
      ) : (
        <Started outcome={start.data} onClose={onClose} />
      )}
    </Modal>
  );
}

function Started({ outcome, onClose }: { readonly outcome: Outcome; readonly onClose: () => void }) {
  const { t } = useText();
  return (
    <OutcomePanel
      outcome={outcome}
      title={t('start.started')}
      footer={
        <Button variant="default" onClick={onClose}>
          {t('action.close')}
        </Button>
      }
    />
  );
}

function StartForm({
  process,
  context,
  start,
  onClose,
}: {
  readonly process: StartableProcess;
  readonly context: StartContext;
  readonly start: ReturnType<typeof useStartProcess>;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const form = useStartForm(process.definitionId);
  const handle = useRef<FormHandle>(null);
  const problems = start.error instanceof ApiError ? start.error.problem.errors : [];
  const send = () => {
    const typed = handle.current === null ? {} : handle.current.submit();
    if (typed === null) return;
    const { businessKey, variables = {} } = context;
    start.mutate({
      processId: process.processId,
      variables: { ...variables, ...typed },
      ...(businessKey === undefined ? {} : { businessKey }),
    });
  };
  return (
    <Loaded query={form}>
      {({ form: schema }) => (
        <Stack>
          {schema === null ? (
            <Text size="sm">{process.documentation ?? t('start.noForm')}</Text>
          ) : (
            <FormView ref={handle} schema={schema} data={context.variables ?? {}} problems={problems} />
          )}
          {start.error === null ? null : <ErrorState error={start.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button onMouseDown={keepFocus} onClick={send} loading={start.isPending}>
              {t('start.submit')}
            </Button>
          </Group>
        </Stack>
      )}
    </Loaded>
  );
}
