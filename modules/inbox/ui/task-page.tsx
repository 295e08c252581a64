import { Alert, Badge, Box, Grid, Group, Stack, Tabs } from '@mantine/core';
import { IconHistory, IconInfoCircle, IconRoute, IconVariable } from '@tabler/icons-react';
import { useState } from 'react';
import {
  ActivityList,
  InstanceDiagram,
  Loaded,
  Page,
  RecordCards,
  RichText,
  useFormat,
  useTask,
  useText,
} from '../../../designer/kit/index.ts';
import type { Outcome, TaskDetail } from '../../../designer/kit/index.ts';
import { DueSign } from './due-sign.tsx';
import { TaskHolder } from './task-holder.tsx';
import { TaskResult } from './task-result.tsx';
import { TaskWork } from './task-work.tsx';
import { VariableList } from './variable-list.tsx';

/** One task: what to do, the form to do it in, what it is about, and, once it is done, what the diagram then did. */
export function TaskPage({ taskId }: { readonly taskId: string }) {
  const task = useTask(taskId);
  const { t } = useText('inbox');
  if (task.data === undefined) {
    return (
      <Page title={t('task')} back="/inbox">
        <Loaded query={task}>{() => null}</Loaded>
      </Page>
    );
  }
  return <LoadedTask task={task.data} />;
}

function LoadedTask({ task }: { readonly task: TaskDetail }) {
  const { t } = useText('inbox');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <Page
      title={task.name}
      back="/inbox"
      beside={
        <Group gap="xs">
          {task.businessKey === null ? null : (
            <Badge variant="default" tt="none">
              {task.businessKey}
            </Badge>
          )}
          {task.status === 'open' ? <DueSign dueAt={task.dueAt} /> : null}
        </Group>
      }
      subtitle={task.processName ?? task.processId}
      actions={outcome === null && task.status === 'open' ? <TaskHolder task={task} /> : undefined}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            {outcome === null ? <OpenTask task={task} onDone={setOutcome} /> : <TaskResult outcome={outcome} />}
            <Context task={task} done={outcome !== null} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md" component="aside" aria-label={t('about')}>
            <RecordCards variables={task.variables} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function OpenTask({ task, onDone }: { readonly task: TaskDetail; readonly onDone: (outcome: Outcome) => void }) {
  return (
    <>
      {task.instructions === null || task.instructions.trim() === '' ? null : (
        <Alert variant="light" icon={<IconInfoCircle aria-hidden />}>
          <RichText text={task.instructions} />
        </Alert>
      )}
      {task.status === 'open' ? <TaskWork task={task} onDone={onDone} /> : <ClosedTask task={task} />}
    </>
  );
}

/** Says who finished a task, for those who had it open meanwhile or came by an old link. */
function ClosedTask({ task }: { readonly task: TaskDetail }) {
  const { t } = useText('inbox');
  const format = useFormat();
  const time = task.completedAt === null ? '' : format.dateTime(task.completedAt);
  const text =
    task.status === 'completed'
      ? t('closed.completed', { name: task.completedBy?.name ?? t('closed.somebody'), time })
      : t('closed.cancelled');
  return (
    <Alert color="gray" icon={<IconInfoCircle aria-hidden />} role="status">
      {text}
    </Alert>
  );
}

function Context({ task, done }: { readonly task: TaskDetail; readonly done: boolean }) {
  const { t } = useText('inbox');
  return (
    <Tabs defaultValue="diagram" keepMounted={false}>
      <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>
        <Tabs.Tab value="diagram" leftSection={<IconRoute size={16} aria-hidden />}>
          {t('tab.diagram')}
        </Tabs.Tab>
        <Tabs.Tab value="history" leftSection={<IconHistory size={16} aria-hidden />}>
          {t('tab.history')}
        </Tabs.Tab>
        <Tabs.Tab value="data" leftSection={<IconVariable size={16} aria-hidden />}>
          {t('tab.data')}
        </Tabs.Tab>
      </Tabs.List>
      <Box pt="md">
        <Tabs.Panel value="diagram">
          <InstanceDiagram
            instanceId={task.processInstanceId}
            height={360}
            {...(done || task.status !== 'open' ? {} : { currentElementId: task.elementId })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <ActivityList instanceId={task.processInstanceId} />
        </Tabs.Panel>
        <Tabs.Panel value="data">
          <VariableList variables={task.variables} />
        </Tabs.Panel>
      </Box>
    </Tabs>
  );
}
