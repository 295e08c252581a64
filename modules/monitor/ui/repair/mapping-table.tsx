import { Badge, Checkbox, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import { useMonitorText } from '../texts.ts';
import { nameIn } from './plan.ts';
import { ProblemText } from './problem-text.tsx';
import type { RepairProblem } from './repair-api.ts';

interface Props {
  readonly source: ProcessDefinition;
  readonly target: ProcessDefinition;
  /** The whole mapping as the engine has it, the person's changes included. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string | null>>;
  readonly problems: readonly RepairProblem[];
  /** Elements and flows that something is at. */
  readonly active: ReadonlySet<string>;
  readonly onChange: (overrides: Readonly<Record<string, string | null>>) => void;
}

const kindIn = (process: ProcessDefinition, id: string): string => process.nodes[id]?.kind ?? 'sequenceFlow';

/** Elements of the same kind that could take a place, by what people call them. */
function candidates(
  source: ProcessDefinition,
  target: ProcessDefinition,
  id: string,
): readonly { readonly value: string; readonly label: string }[] {
  const kind = kindIn(source, id);
  const ids =
    kind === 'sequenceFlow' ? Object.keys(target.flows) : Object.keys(target.nodes).filter((other) => kindIn(target, other) === kind);
  const names = ids.map((other) => nameIn(target, other));
  // Names that several elements share need their ids beside them.
  return ids.map((value, index) => {
    const name = names[index] ?? value;
    return { value, label: names.filter((other) => other === name).length > 1 ? `${name} (${value})` : name };
  });
}

/** Which element takes the place of which: proposed by the engine, changed by a person, with what is wrong below each. */
export function MappingTable(props: Props) {
  const { t } = useMonitorText();
  const [showsAll, setShowsAll] = useState(false);
  const { source, problems, active, overrides } = props;
  const told = new Set(problems.map(({ elementId }) => elementId));
  const ids = [...Object.keys(source.nodes), ...Object.keys(source.flows)];
  const shown = ids.filter((id) => showsAll || active.has(id) || told.has(id) || Object.hasOwn(overrides, id));
  return (
    <Stack gap="xs" component="section" aria-label={t('repair.mapping')}>
      <Group justify="space-between">
        <Title order={2} size="h5">
          {t('repair.mapping')}
        </Title>
        <Checkbox size="xs" label={t('repair.showAll')} checked={showsAll} onChange={(event) => setShowsAll(event.currentTarget.checked)} />
      </Group>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('repair.mappingNone')}
        </Text>
      ) : (
        <Table verticalSpacing="xs" layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="42%">{t('repair.now')}</Table.Th>
              <Table.Th>{t('repair.then')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((id) => (
              <Row key={id} {...props} id={id} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function Row({ source, target, mapping, overrides, problems, active, onChange, id }: Props & { readonly id: string }) {
  const { t } = useMonitorText();
  const own = problems.filter((problem) => problem.elementId === id);
  const kind = kindIn(source, id);
  return (
    <Table.Tr data-testid={`mapping-${id}`}>
      <Table.Td valign="top">
        <Group gap={6}>
          <Text size="sm" fw={500} className="lw-wrap">
            {nameIn(source, id)}
          </Text>
          {active.has(id) ? (
            <Badge size="xs" variant="light">
              {t('repair.active')}
            </Badge>
          ) : null}
        </Group>
        <Text size="xs" c="dimmed" className="lw-wrap">
          {kind === 'sequenceFlow' ? t('repair.flow') : t(`kind.${kind}`, { defaultValue: kind })} · {id}
        </Text>
      </Table.Td>
      <Table.Td valign="top">
        <Stack gap={4}>
          <Select
            size="xs"
            aria-label={t('repair.placeOf', { name: nameIn(source, id) })}
            placeholder={t('repair.noPlace')}
            searchable
            clearable
            nothingFoundMessage={t('repair.nothingFound')}
            value={mapping[id] ?? null}
            error={own.length > 0}
            data={[...candidates(source, target, id)]}
            onChange={(value) => onChange({ ...overrides, [id]: value })}
          />
          {own.map((problem) => (
            <ProblemText key={problem.code} problem={problem} isAtElement />
          ))}
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}
