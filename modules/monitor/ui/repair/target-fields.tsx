import { Checkbox, Group, Select } from '@mantine/core';
import type { ProcessDefinition as Version } from '../../../../designer/kit/index.ts';
import { useMonitorText } from '../texts.ts';

/** Which version to go on with, and whether what is waited for is set anew. */
export function TargetFields(props: {
  readonly versions: readonly Version[];
  readonly targetId: string;
  readonly onTarget: (definitionId: string) => void;
  readonly rebuildEvents: boolean;
  readonly onRebuild: (rebuild: boolean) => void;
}) {
  const { t } = useMonitorText();
  return (
    <Group align="flex-end" gap="lg">
      <Select
        label={t('repair.target')}
        w={220}
        allowDeselect={false}
        value={props.targetId}
        onChange={(id) => id !== null && props.onTarget(id)}
        data={props.versions.map(({ id, version, versionTag }) => ({
          value: id,
          label: `${t('process.version', { version })}${versionTag === null || versionTag === undefined ? '' : ` · ${versionTag}`}`,
        }))}
        data-testid="target-version"
      />
      <Checkbox
        label={t('repair.rebuild')}
        description={t('repair.rebuildHint')}
        maw={420}
        checked={props.rebuildEvents}
        onChange={(event) => props.onRebuild(event.currentTarget.checked)}
      />
    </Group>
  );
}
