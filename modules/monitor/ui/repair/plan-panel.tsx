import { ActionIcon, Alert, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import { ConfirmDialog, ErrorState } from '../../../../designer/kit/index.ts';
import { useMonitorText } from '../texts.ts';
import { nameIn, type PlannedChange, type PlannedPlace, type TokenChoice } from './plan.ts';
import { ProblemText } from './problem-text.tsx';
import type { ModificationPreview, RepairProblem } from './repair-api.ts';

/** What a preview query tells, as far as it is shown. */
interface PreviewState {
  readonly data: ModificationPreview | undefined;
  readonly error: Error | null;
  readonly isFetching: boolean;
}

interface Props {
  readonly process: ProcessDefinition;
  readonly plan: readonly PlannedChange[];
  readonly preview: PreviewState;
  readonly name: string;
  readonly onUndo: (index: number) => void;
  readonly onApply: () => Promise<void>;
}

/** The planned changes with what is wrong with each, what they will do, and the button that does them. */
export function PlanPanel({ process, plan, preview, name, onUndo, onApply }: Props) {
  const { t } = useMonitorText();
  const [asking, setAsking] = useState(false);
  const describe = useDescription(process);
  const problems = plan.length === 0 ? [] : (preview.data?.problems ?? []);
  const isReady = plan.length > 0 && preview.data !== undefined && preview.error === null && problems.length === 0 && !preview.isFetching;
  return (
    <Paper withBorder p="md" component="section" aria-label={t('repair.plan')}>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t('repair.plan')}
        </Title>
        {plan.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('repair.planNone')}
          </Text>
        ) : null}
        {plan.map((change, index) => (
          <PlannedRow
            key={`${index}.${JSON.stringify(change)}`}
            text={describe(change)}
            problems={problems.filter((problem) => problem.index === index)}
            onUndo={() => onUndo(index)}
          />
        ))}
        {problems
          .filter((problem) => problem.index === null)
          .map((problem) => (
            <ProblemText key={problem.code} problem={problem} />
          ))}
        {preview.error === null ? null : <ErrorState error={preview.error} />}
        {plan.length > 0 && preview.data !== undefined && problems.length === 0 ? (
          <Consequences process={process} preview={preview.data} />
        ) : null}
        <Button
          disabled={!isReady}
          loading={plan.length > 0 && preview.isFetching}
          onClick={() => setAsking(true)}
          data-testid="apply-plan"
        >
          {t('repair.apply', { count: plan.length })}
        </Button>
      </Stack>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('repair.confirmTitle', { name })}
        text={
          <Stack gap="xs">
            <Text size="sm">{t('repair.confirmText')}</Text>
            {plan.map((change, index) => (
              <Text key={`${index}.${change.kind}`} size="sm" fw={500}>
                {describe(change)}
              </Text>
            ))}
          </Stack>
        }
        confirm={t('repair.apply', { count: plan.length })}
        onConfirm={onApply}
      />
    </Paper>
  );
}

function PlannedRow({
  text,
  problems,
  onUndo,
}: {
  readonly text: string;
  readonly problems: readonly RepairProblem[];
  readonly onUndo: () => void;
}) {
  const { t } = useMonitorText();
  return (
    <Stack gap={2} data-testid="planned-change">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" className="lw-wrap">
          {text}
        </Text>
        <ActionIcon variant="subtle" color="gray" aria-label={t('repair.undo', { what: text })} onClick={onUndo} data-testid="undo-planned">
          <IconArrowBackUp size={16} aria-hidden />
        </ActionIcon>
      </Group>
      {problems.map((problem) => (
        <ProblemText key={`${problem.code}.${problem.elementId}`} problem={problem} />
      ))}
    </Stack>
  );
}

/** What the engine says that will happen before the diagram goes on by itself. */
function Consequences({ process, preview }: { readonly process: ProcessDefinition; readonly preview: ModificationPreview }) {
  const { t } = useMonitorText();
  const isOver = preview.status !== 'active';
  return (
    <Alert color={isOver ? 'orange' : 'blue'} variant="light" title={t('repair.preview')} p="sm" data-testid="plan-preview">
      <Stack gap={6}>
        <Names label={t('repair.entered')} process={process} ids={preview.entered} color="green" />
        <Names label={t('repair.cancelled')} process={process} ids={preview.cancelled} color="gray" />
        {isOver ? <Text size="sm">{t('repair.ends')}</Text> : null}
      </Stack>
    </Alert>
  );
}

function Names(props: {
  readonly label: string;
  readonly process: ProcessDefinition;
  readonly ids: readonly string[];
  readonly color: string;
}) {
  const counts = new Map<string, number>();
  for (const id of props.ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  if (counts.size === 0) return null;
  return (
    <Group gap={6}>
      <Text size="sm">{props.label}</Text>
      {[...counts].map(([id, count]) => (
        <Badge key={id} color={props.color} variant="light" tt="none">
          {count === 1 ? nameIn(props.process, id) : `${nameIn(props.process, id)} × ${count}`}
        </Badge>
      ))}
    </Group>
  );
}

/** A planned change in words. */
function useDescription(process: ProcessDefinition): (change: PlannedChange) => string {
  const { t } = useMonitorText();
  const fromText = ({ elementId, one }: TokenChoice): string =>
    one === null ? nameIn(process, elementId) : `${nameIn(process, elementId)} #${one.id}`;
  const toText = ({ elementId, where }: PlannedPlace): string => {
    const flow = process.flows[elementId];
    const name =
      flow === undefined || flow.name !== null
        ? nameIn(process, elementId)
        : `${nameIn(process, flow.sourceId)} → ${nameIn(process, flow.targetId)}`;
    return t(`repair.place.${where}`, { name });
  };
  return (change) => {
    switch (change.kind) {
      case 'add':
        return t('repair.planAdd', { to: toText(change.to) });
      case 'move':
        return t('repair.planMove', { from: fromText(change.from), to: toText(change.to) });
      case 'cancel':
        return t('repair.planCancel', { from: fromText(change.from) });
    }
  };
}
