import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { IconHistory, IconInfoCircle } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { DataTable, EmptyState, Loaded, Page, rightsOf, useFormat, useSession } from '../../../../designer/kit/index.ts';
import type { Column } from '../../../../designer/kit/index.ts';
import { RuleDialog } from './rule-dialog.tsx';
import {
  EVERY_PROCESS,
  useRetention,
  type HistoryRemoval,
  type ProcessRetention,
  type Retention,
  type RetentionChange,
} from './retention.ts';
import { useMonitorText } from '../texts.ts';

/** How long ended cases are kept, who said so, and what was removed. */
export function RetentionPage() {
  const { t } = useMonitorText();
  const session = useSession();
  const retention = useRetention();
  if (session.data !== undefined && !rightsOf(session.data?.user.roles ?? []).design) {
    return (
      <Page title={t('retention.title')}>
        <EmptyState icon={<IconHistory aria-hidden />} title={t('retention.notYours')} description={t('retention.notYoursText')} />
      </Page>
    );
  }
  return (
    <Page title={t('retention.title')} subtitle={t('retention.subtitle')}>
      <Loaded query={retention}>{(data) => <Content retention={data} />}</Loaded>
    </Page>
  );
}

/** A rule in words. */
function useRuleText(): (rule: { readonly isInherited: boolean; readonly days: number | null }) => string {
  const { t } = useMonitorText();
  return ({ isInherited, days }) =>
    isInherited ? t('retention.inherited') : days === null ? t('retention.forever') : t('retention.days', { count: days });
}

function Content({ retention }: { readonly retention: Retention }) {
  const { t } = useMonitorText();
  const [edited, setEdited] = useState<ProcessRetention | null>(null);
  const every: ProcessRetention = {
    processId: EVERY_PROCESS,
    name: t('retention.everyProcess'),
    isInherited: false,
    days: retention.every.days,
    ended: 0,
  };
  const rules = useRuleColumns(setEdited);
  return (
    <Stack gap="lg">
      <Alert icon={<IconInfoCircle aria-hidden />}>{t('retention.explanation')}</Alert>
      <DataTable rows={[every, ...retention.processes]} columns={rules} rowKey={(row) => row.processId} label={t('retention.title')} />
      <Changes changes={retention.changes} />
      <Removals removals={retention.removals} />
      {edited === null ? null : <RuleDialog process={edited} onClose={() => setEdited(null)} />}
    </Stack>
  );
}

function useRuleColumns(onEdit: (process: ProcessRetention) => void): readonly Column<ProcessRetention>[] {
  const { t } = useMonitorText();
  const ruleText = useRuleText();
  return useMemo(
    () => [
      {
        id: 'process',
        title: t('retention.process'),
        render: (row) => (
          <Text size="sm" fw={row.processId === EVERY_PROCESS ? 600 : 400}>
            {row.name ?? row.processId}
          </Text>
        ),
      },
      { id: 'kept', title: t('retention.kept'), render: (row) => ruleText(row) },
      { id: 'ended', title: t('retention.ended'), render: (row) => (row.processId === EVERY_PROCESS ? '' : String(row.ended)) },
      {
        id: 'edit',
        title: '',
        render: (row) => (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onEdit(row)}
            aria-label={t('retention.editOne', { name: row.name ?? row.processId })}
          >
            {t('retention.edit')}
          </Button>
        ),
      },
    ],
    [t, ruleText, onEdit],
  );
}

function Changes({ changes }: { readonly changes: readonly RetentionChange[] }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const ruleText = useRuleText();
  const columns: readonly Column<RetentionChange>[] = [
    { id: 'when', title: t('retention.when'), render: (row) => format.dateTime(row.setAt) },
    { id: 'who', title: t('retention.who'), render: (row) => row.setBy.name },
    {
      id: 'process',
      title: t('retention.process'),
      render: (row) => (row.processId === EVERY_PROCESS ? t('retention.everyProcess') : row.processId),
    },
    { id: 'kept', title: t('retention.kept'), render: (row) => ruleText(row) },
  ];
  if (changes.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('retention.changes')}
      </Title>
      <DataTable rows={changes} columns={columns} rowKey={(row) => `${row.processId} ${row.setAt}`} label={t('retention.changes')} />
    </Stack>
  );
}

function Removals({ removals }: { readonly removals: readonly HistoryRemoval[] }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const columns: readonly Column<HistoryRemoval>[] = [
    { id: 'when', title: t('retention.when'), render: (row) => format.dateTime(row.removedAt) },
    { id: 'month', title: t('retention.month'), render: (row) => (row.month === null ? t('retention.single') : row.month.slice(0, 7)) },
    { id: 'trees', title: t('retention.cases'), render: (row) => String(row.trees) },
    { id: 'kept', title: t('retention.stayed'), render: (row) => String(row.kept) },
    { id: 'digest', title: t('retention.digest'), render: (row) => row.digest.slice(0, 16) },
  ];
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('retention.removals')}
      </Title>
      {removals.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('retention.noRemovals')}
        </Text>
      ) : (
        <DataTable rows={removals} columns={columns} rowKey={(row) => String(row.sequence)} label={t('retention.removals')} />
      )}
    </Stack>
  );
}
