import { Badge, Button, Card, Group, Menu, ScrollArea, Stack, Text, Title, ActionIcon } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsRightLeft, IconLayoutKanban, IconPlus } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import {
  api,
  AppLink,
  choicesOf,
  currencyOf,
  EmptyState,
  keys,
  labelOf,
  Loaded,
  localized,
  Page,
  PlainLink,
  recordHref,
  recordParameters,
  referenceLabel,
  useErrorText,
  useFormat,
  useRecordTypes,
  useSaveRecord,
  useText,
} from '../../../designer/kit/index.ts';
import type { BusinessRecord, PageOf, RecordType } from '../../../designer/kit/index.ts';
import { boardOf } from './deal-board.ts';
import type { StageColumn } from './deal-board.ts';
import { useDropTarget } from './use-drop-target.ts';
import './deal-board.css';

/** How many deals of each stage are on the board; the list shows the others. */
const DEALS_PER_STAGE = 100;

/** Deals by stage with the sum of each stage. */
export function DealBoardPage() {
  const { t } = useText('crm');
  const types = useRecordTypes();
  return (
    <Loaded query={types}>
      {({ items }) => {
        const type = items.find((candidate) => /(^|\.)deal$/.test(candidate.name));
        return type === undefined ? <EmptyState title={t('board.notYours')} /> : <Board type={type} />;
      }}
    </Loaded>
  );
}

function Board({ type }: { readonly type: RecordType }) {
  const { t, language } = useText('crm');
  const stages = useStages(type);
  const results = useQueries({
    queries: stages.map(({ value }) => ({
      queryKey: [...keys.records, type.name, 'board', value],
      queryFn: () =>
        api.get<PageOf<BusinessRecord>>(`/records/${type.name}`, {
          query: recordParameters({ filter: { [stageFieldOf(type)]: value }, limit: DEALS_PER_STAGE }),
        }),
    })),
  });
  const loaded = stages.length > 0 && results.every((result) => result.data !== undefined);
  const deals = loaded ? results.flatMap((result) => result.data?.items ?? []) : undefined;
  return (
    <Page
      title={t('board.title')}
      wide
      actions={
        <>
          <Button component={PlainLink} href={`/records/${type.name}`} variant="default">
            {t('board.asList')}
          </Button>
          {type.can.create ? (
            <Button component={PlainLink} href={`/records/${type.name}/new`} leftSection={<IconPlus size={16} aria-hidden />}>
              {localized(type.title, language)}
            </Button>
          ) : null}
        </>
      }
    >
      <Loaded
        query={{
          data: deals,
          error: results.find((result) => result.error !== null)?.error ?? null,
          refetch: () => Promise.all(results.map((result) => result.refetch())),
        }}
      >
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<IconLayoutKanban aria-hidden />} title={t('board.empty')} />
          ) : (
            <ScrollArea type="auto" offsetScrollbars="x">
              <Group align="stretch" wrap="nowrap" gap="sm">
                {boardOf(all, stages, stageFieldOf(type), 'amount').map((column) => (
                  <Column key={column.stage} type={type} column={column} stages={stages} all={all} />
                ))}
              </Group>
            </ScrollArea>
          )
        }
      </Loaded>
    </Page>
  );
}

function stageFieldOf(type: RecordType): string {
  return type.fields.find((field) => /^stage(Id)?$/.test(field.name))?.name ?? 'stage';
}

interface Stage {
  readonly value: string;
  readonly label: string;
}

/** The stages in their order: the choices of the field, or the records it refers to. */
function useStages(type: RecordType): readonly Stage[] {
  const { language } = useText('crm');
  const field = type.fields.find((candidate) => candidate.name === stageFieldOf(type));
  const reference = field?.reference ?? '';
  const referred = useQuery({
    queryKey: [...keys.records, reference, 'stages'],
    queryFn: () => api.get<PageOf<BusinessRecord>>(`/records/${reference}`, { query: { limit: 50 } }),
    enabled: reference !== '',
  });
  const stageType = useRecordTypes().data?.items.find((candidate) => candidate.name === reference);
  if (field === undefined) return [];
  if (reference === '') return choicesOf(field, language);
  return (referred.data?.items ?? []).map((record) => ({ value: record.id, label: labelOf(stageType, record) }));
}

interface ColumnProps {
  readonly type: RecordType;
  readonly column: StageColumn;
  readonly stages: readonly Stage[];
  readonly all: readonly BusinessRecord[];
}

function Column({ type, column, stages, all }: ColumnProps) {
  const format = useFormat();
  const move = useMove(type);
  const element = useRef<HTMLElement>(null);
  const over = useDropTarget(element, (id) => {
    const deal = all.find((candidate) => candidate.id === id);
    if (deal !== undefined && deal[stageFieldOf(type)] !== column.stage) move(deal, column.stage);
  });
  return (
    <section ref={element} className="lw-stage" data-over={over} aria-label={column.label}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Title order={2} size="sm">
          {column.label}
        </Title>
        <Badge variant="light" color="gray" size="sm" miw="fit-content">
          {column.deals.length}
        </Badge>
      </Group>
      <Text size="xs" c="dimmed" mb="sm" mih={18}>
        {column.sums.map(({ currency, sum }) => format.money(sum, currency)).join(' + ')}
      </Text>
      <Stack gap="xs">
        {column.deals.map((deal) => (
          <DealCard key={deal.id} type={type} deal={deal} stages={stages} onMove={(stage) => move(deal, stage)} />
        ))}
      </Stack>
    </section>
  );
}

function DealCard({
  type,
  deal,
  stages,
  onMove,
}: {
  readonly type: RecordType;
  readonly deal: BusinessRecord;
  readonly stages: readonly Stage[];
  readonly onMove: (stage: string) => void;
}) {
  const { t } = useText('crm');
  const format = useFormat();
  const amount = deal['amount'];
  const customerField = type.fields.find((field) => field.name.startsWith('customer'))?.name ?? 'customerId';
  const name = labelOf(type, deal);
  return (
    <Card withBorder padding="xs" draggable={type.can.edit} onDragStart={(event) => event.dataTransfer.setData('text/plain', deal.id)}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
        <AppLink href={recordHref(type.name, deal.id)} size="sm" fw={550}>
          {name}
        </AppLink>
        {type.can.edit ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('board.move', { name })}>
                <IconArrowsRightLeft size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('board.moveTo')}</Menu.Label>
              {stages.map((stage) => (
                <Menu.Item key={stage.value} disabled={stage.value === deal[stageFieldOf(type)]} onClick={() => onMove(stage.value)}>
                  {stage.label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </Group>
      <Text size="xs" c="dimmed">
        {referenceLabel(deal, customerField)}
      </Text>
      <Text size="sm" fw={600} className="lw-number">
        {typeof amount === 'string' ? format.money(amount, currencyOf(deal)) : t('board.noAmount')}
      </Text>
    </Card>
  );
}

/** Moves a deal to a stage; a refusal (a requirement that is not met) is said, and the card stays where it was. */
function useMove(type: RecordType): (deal: BusinessRecord, stage: string) => void {
  const { t } = useText('crm');
  const save = useSaveRecord(type.name);
  const errorText = useErrorText();
  return (deal, stage) =>
    save.mutate(
      { id: deal.id, version: deal.version, [stageFieldOf(type)]: stage },
      {
        onError: (error) =>
          notifications.show({ color: 'orange', title: t('board.notMoved', { name: labelOf(type, deal) }), message: errorText(error) }),
      },
    );
}
