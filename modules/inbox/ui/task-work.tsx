import { Button, Card, Group, List, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { ApiError, ErrorState, FormView, keepFocus, useCompleteTask, useText } from '../../../designer/kit/index.ts';
import type { FieldProblem, FormHandle, Outcome, TaskDetail } from '../../../designer/kit/index.ts';
import { useDraft } from './use-draft.ts';
import { VariableList } from './variable-list.tsx';

/** Where a person does a task: its form, or its data when it has none, and the button that completes it. */
export function TaskWork({ task, onDone }: { readonly task: TaskDetail; readonly onDone: (outcome: Outcome) => void }) {
  const { t } = useText('inbox');
  const complete = useCompleteTask(task.id);
  const draft = useDraft(task.id);
  const handle = useRef<FormHandle>(null);
  // What the form starts with is read once: an update from outside must not overwrite what is being typed.
  const [initial] = useState(() => ({ ...task.variables, ...task.draft }));
  const problems = complete.error instanceof ApiError ? complete.error.problem.errors : noProblems;
  const send = () => {
    const typed = task.form === null ? {} : (handle.current?.submit() ?? null);
    if (typed === null) return;
    draft.stop();
    complete.mutate(typed, { onSuccess: onDone });
  };
  return (
    <Card withBorder component="section" aria-label={t('work')}>
      <Stack gap="md">
        {task.form === null ? (
          <>
            <Text size="sm" c="dimmed">
              {t('noForm')}
            </Text>
            <VariableList variables={task.variables} />
          </>
        ) : (
          <FormView ref={handle} schema={task.form} data={initial} readOnly={!task.canComplete} onChange={draft.save} problems={problems} />
        )}
        {complete.error === null ? null : <Refusal error={complete.error} problems={problems} />}
        {task.canComplete ? (
          <Group justify="space-between">
            <Text size="xs" c="dimmed" role="status">
              {draft.state === 'idle' ? '' : t(`draft.${draft.state}`)}
            </Text>
            <Button onMouseDown={keepFocus} onClick={send} loading={complete.isPending}>
              {t('complete')}
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {t(task.canClaim ? 'claimFirst' : 'notYours')}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

const noProblems: readonly FieldProblem[] = [];

function Refusal({ error, problems }: { readonly error: Error; readonly problems: readonly FieldProblem[] }) {
  return (
    <div>
      <ErrorState error={error} />
      {problems.length === 0 ? null : (
        <List size="sm">
          {problems.map((problem, index) => (
            <List.Item key={`${problem.path} ${index}`}>
              <Text span fw={500}>
                {problem.path}
              </Text>
              {problem.path === '' ? '' : ': '}
              {problem.message}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
