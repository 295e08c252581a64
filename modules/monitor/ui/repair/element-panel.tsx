import { Alert, Button, Checkbox, Group, JsonInput, Paper, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import type { Json } from '../../../../designer/kit/index.ts';
import { useMonitorText } from '../texts.ts';
import { ElementSelect } from './element-select.tsx';
import { choicesAt, nameIn, scopeChoices, takesInstance, type PlannedChange, type PlannedPlace, type TokenChoice } from './plan.ts';
import type { Tokens } from './repair-api.ts';

interface Props {
  readonly process: ProcessDefinition;
  readonly tokens: Tokens;
  readonly selected: string | null;
  /** Tokens that were picked up and wait for the element that they go to. */
  readonly moving: TokenChoice | null;
  readonly onSelect: (elementId: string | null) => void;
  readonly onMoving: (choice: TokenChoice | null) => void;
  readonly onPlan: (change: PlannedChange) => void;
}

/** The chosen element: which tokens are there, and what can be planned for it. */
export function ElementPanel(props: Props) {
  const { t } = useMonitorText();
  const { process, selected, moving } = props;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <ElementSelect
          process={process}
          label={t(moving === null ? 'repair.choose' : 'repair.chooseTarget')}
          value={selected}
          onChange={props.onSelect}
        />
        {moving === null ? null : (
          <Alert color="blue" p="xs" data-testid="moving">
            <Group justify="space-between" gap="xs">
              <Text size="sm">{t('repair.moving', { name: nameIn(process, moving.elementId) })}</Text>
              <Button size="compact-xs" variant="subtle" onClick={() => props.onMoving(null)}>
                {t('repair.stopMoving')}
              </Button>
            </Group>
          </Alert>
        )}
        {selected === null ? (
          <Text size="sm" c="dimmed">
            {t('repair.chooseHint')}
          </Text>
        ) : (
          <Chosen key={selected} {...props} elementId={selected} />
        )}
      </Stack>
    </Paper>
  );
}

function Chosen(props: Props & { readonly elementId: string }) {
  const { process, tokens, elementId, moving } = props;
  const choices = choicesAt(process, tokens, elementId);
  return (
    <>
      {moving === null ? <TokensHere {...props} choices={choices} /> : null}
      <Placement
        key={moving === null ? 'add' : 'move'}
        process={process}
        tokens={tokens}
        elementId={elementId}
        isMove={moving !== null}
        onPlace={(to) => props.onPlan(moving === null ? { kind: 'add', to } : { kind: 'move', from: moving, to })}
      />
    </>
  );
}

function TokensHere(props: Props & { readonly elementId: string; readonly choices: readonly TokenChoice[] }) {
  const { t } = useMonitorText();
  const { choices, elementId } = props;
  const [which, setWhich] = useState('all');
  if (choices.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('repair.noTokens')}
      </Text>
    );
  const all: TokenChoice = { elementId, one: null };
  const chosen = choices.find(({ one }) => one?.id === which) ?? all;
  const options = choices.flatMap(({ one }) =>
    one === null ? [] : [{ value: one.id, label: t(one.kind === 'visit' ? 'repair.oneToken' : 'repair.restingToken', { id: one.id }) }],
  );
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} data-testid="tokens-here">
        {t('repair.tokensHere', { count: choices.length })}
      </Text>
      {choices.length > 1 ? (
        <Select
          label={t('repair.which')}
          allowDeselect={false}
          value={which}
          onChange={(value) => setWhich(value ?? 'all')}
          data={[{ value: 'all', label: t('repair.allTokens') }, ...options]}
        />
      ) : null}
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          leftSection={<IconArrowRight size={14} aria-hidden />}
          onClick={() => {
            props.onMoving(chosen);
            props.onSelect(null);
          }}
          data-testid="plan-move"
        >
          {t('repair.move')}
        </Button>
        <Button
          size="xs"
          variant="light"
          color="red"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => props.onPlan({ kind: 'cancel', from: chosen })}
          data-testid="plan-cancel"
        >
          {t('repair.cancelTokens')}
        </Button>
      </Group>
    </Stack>
  );
}

interface PlacementProps {
  readonly process: ProcessDefinition;
  readonly tokens: Tokens;
  readonly elementId: string;
  readonly isMove: boolean;
  readonly onPlace: (place: PlannedPlace) => void;
}

/** How a token is put at the chosen element: before or after it, in which scope, as part of which loop, with which variables. */
function Placement({ process, tokens, elementId, isMove, onPlace }: PlacementProps) {
  const { t } = useMonitorText();
  const isFlow = process.flows[elementId] !== undefined;
  const scopes = scopeChoices(process, tokens, elementId);
  const [where, setWhere] = useState<'before' | 'after'>('before');
  const [scopeId, setScopeId] = useState<string | null>(null);
  const [loopInstance, setLoopInstance] = useState(false);
  const [text, setText] = useState('');
  const variables = readVariables(text);
  return (
    <Stack gap="xs">
      {isFlow ? null : (
        <SegmentedControl
          size="xs"
          aria-label={t('repair.where')}
          value={where}
          onChange={(value) => setWhere(value === 'after' ? 'after' : 'before')}
          data={(['before', 'after'] as const).map((value) => ({ value, label: t(`repair.${value}`) }))}
        />
      )}
      {scopes.length === 0 ? null : (
        <Select
          label={t('repair.scope')}
          placeholder={t('repair.scopeAuto')}
          clearable
          value={scopeId}
          onChange={setScopeId}
          data={scopes.map((visit) => ({
            value: visit.id,
            label: t(visit.isLoopBody ? 'repair.scopeLoop' : 'repair.scopeOf', { name: nameIn(process, visit.elementId), id: visit.id }),
          }))}
          data-testid="scope-select"
        />
      )}
      {takesInstance(process, elementId) && where === 'before' ? (
        <Checkbox
          label={t('repair.loopInstance')}
          checked={loopInstance}
          onChange={(event) => setLoopInstance(event.currentTarget.checked)}
        />
      ) : null}
      <JsonInput
        label={t('repair.variables')}
        description={t('repair.variablesHint')}
        placeholder='{ "amount": 10 }'
        value={text}
        onChange={setText}
        error={variables === undefined ? t('variables.badJson') : undefined}
        autosize
        minRows={1}
        maxRows={8}
      />
      <Group>
        <Button
          size="xs"
          leftSection={isMove ? <IconArrowRight size={14} aria-hidden /> : <IconPlus size={14} aria-hidden />}
          disabled={variables === undefined}
          onClick={() =>
            variables !== undefined &&
            onPlace({ elementId, where: isFlow ? 'on' : where, scopeId, loopInstance: loopInstance && where === 'before', variables })
          }
          data-testid={isMove ? 'plan-move-here' : 'plan-add'}
        >
          {t(isMove ? 'repair.moveHere' : 'repair.add')}
        </Button>
      </Group>
    </Stack>
  );
}

/** The object that a text stands for: null for an empty text, undefined when it is no JSON object. */
function readVariables(text: string): Json | null | undefined {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    // Neither null nor a list: an object, whose members are JSON because it was parsed.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    // What a person is still typing is not yet JSON; the field says so.
    return undefined;
  }
}
