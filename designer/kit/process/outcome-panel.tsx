import { Alert, Badge, Button, Card, Group, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useRecordTypes } from '../api/records.ts';
import type { Outcome, OtherTask, Performed } from '../api/types.ts';
import { useFormat } from '../format/use-format.ts';
import { localized } from '../i18n/languages.ts';
import { useText } from '../i18n/use-text.ts';
import { AppLink, PlainLink } from '../navigation/link.tsx';
import { documentNumbers, factsOf, worthTelling } from './outcome-parts.ts';

/**
 * What the diagram did after a person's step, on the screen where they took it: the operations with the numbers of their documents,
 * what went wrong and who has it now, and the next task of the same case.
 */
export function OutcomePanel({
  outcome,
  title,
  footer,
}: {
  readonly outcome: Outcome;
  readonly title: string;
  readonly footer?: ReactNode;
}) {
  const { t } = useText();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const told = worthTelling(outcome.performed);
  const nextTask = outcome.nextTasks[0];
  const troubled = outcome.incidents.length > 0 || told.some((work) => work.outcome !== 'completed');
  return (
    <Card withBorder ref={panel} tabIndex={-1} role="status" aria-label={title} className="lw-outcome">
      <Stack gap="md">
        <Group gap="sm">
          <ThemeIcon color={troubled ? 'orange' : 'green'} radius="xl" size="lg" variant="light">
            {troubled ? <IconAlertTriangle size={20} aria-hidden /> : <IconCircleCheck size={20} aria-hidden />}
          </ThemeIcon>
          <Title order={2} size="h5">
            {troubled ? t('outcome.troubled') : title}
          </Title>
          {outcome.rootStatus === 'completed' ? (
            <Badge color="green" variant="light" tt="none">
              {t('outcome.processDone')}
            </Badge>
          ) : null}
        </Group>
        {told.length === 0 ? null : (
          <List spacing="sm" listStyleType="none" aria-label={t('outcome.performed')}>
            {told.map((work, index) => (
              <List.Item key={`${work.elementId} ${index}`}>
                <WorkLine work={work} />
              </List.Item>
            ))}
          </List>
        )}
        {outcome.incidents.map((incident) => (
          <Alert
            key={incident.id}
            color="red"
            icon={<IconAlertTriangle aria-hidden />}
            title={t('outcome.incident', { step: incident.elementName ?? incident.elementId })}
          >
            <Text size="sm">{t('outcome.incidentWho')}</Text>
            <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
              {incident.message}
            </Text>
          </Alert>
        ))}
        {outcome.otherTasks.length === 0 ? null : <OtherTasks tasks={outcome.otherTasks} />}
        <Group gap="sm">
          {nextTask === undefined ? null : (
            <Button component={PlainLink} href={`/inbox/${nextTask.id}`} rightSection={<IconArrowRight size={16} aria-hidden />}>
              {t('outcome.nextTask', { name: nextTask.name })}
            </Button>
          )}
          {footer}
        </Group>
      </Stack>
    </Card>
  );
}

function WorkLine({ work }: { readonly work: Performed }) {
  const { t, language } = useText();
  const title = localized(work.title, language);
  const name = title === '' ? (work.elementName ?? work.elementId) : title;
  if (work.outcome === 'completed') {
    return (
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon color="green" variant="transparent" size="sm">
          <IconCircleCheck size={18} aria-hidden />
        </ThemeIcon>
        <WorkDone name={name} work={work} />
      </Group>
    );
  }
  const code = work.errorCode ?? '';
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <ThemeIcon color={work.outcome === 'error' ? 'orange' : 'red'} variant="transparent" size="sm">
        <IconCircleX size={18} aria-hidden />
      </ThemeIcon>
      <div>
        <Text size="sm" fw={600}>
          {t(work.outcome === 'error' ? 'outcome.refused' : 'outcome.failed', { name })}
        </Text>
        <Text size="sm">{code === '' ? null : t(`businessError.${code}`, { defaultValue: code })}</Text>
        {work.message === null ? null : (
          <Text size="xs" c="dimmed">
            {work.message}
          </Text>
        )}
      </div>
    </Group>
  );
}

function WorkDone({ name, work }: { readonly name: string; readonly work: Performed }) {
  const { t } = useText();
  const format = useFormat();
  const types = useRecordTypes().data?.items ?? [];
  const currency = work.output?.['currency'];
  return (
    <Group gap={8}>
      <Text size="sm">{name}</Text>
      {documentNumbers(work.output, types).map(({ number, href }) =>
        href === null ? (
          <Badge key={number} tt="none" variant="filled">
            {number}
          </Badge>
        ) : (
          <AppLink key={number} href={href} underline="never">
            <Badge tt="none" variant="filled" style={{ cursor: 'pointer' }}>
              {number}
            </Badge>
          </AppLink>
        ),
      )}
      {factsOf(work.output).map((fact) => (
        <Text key={fact.name} size="sm" c="dimmed">
          {t(`output.${fact.name}`)}:{' '}
          {fact.kind === 'money' ? format.money(fact.value, typeof currency === 'string' ? currency : null) : format.date(fact.value)}
        </Text>
      ))}
    </Group>
  );
}

function OtherTasks({ tasks }: { readonly tasks: readonly OtherTask[] }) {
  const { t } = useText();
  const groupNames = (task: OtherTask) => task.candidateGroups.map((group) => t(`right.${group}`, { defaultValue: group })).join(', ');
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('outcome.others')}
      </Text>
      <List size="sm">
        {tasks.map((task, index) => (
          <List.Item key={`${task.name} ${index}`}>
            {task.name}{' '}
            <Text span c="dimmed">
              – {task.assignee?.name ?? groupNames(task)}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
}
