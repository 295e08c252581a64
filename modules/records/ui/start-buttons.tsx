import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { labelOf, StartDialog, useStartableProcesses, useText } from '../../../designer/kit/index.ts';
import type { BusinessRecord, RecordType, StartableProcess } from '../../../designer/kit/index.ts';

/** A button for every process that can start from a record and that the person may start. */
export function StartButtons({ type, record }: { readonly type: RecordType; readonly record: BusinessRecord }) {
  const { t } = useText('records');
  const startable = useStartableProcesses().data?.items ?? [];
  const [chosen, setChosen] = useState<StartableProcess | null>(null);
  const offered = startable.filter((process) => type.processes.some((link) => link.processId === process.processId));
  const [only] = offered;
  const variable = type.processes.find((link) => link.processId === chosen?.processId)?.variable;
  if (only === undefined) return null;
  return (
    <>
      {offered.length === 1 ? (
        <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => setChosen(only)}>
          {only.name}
        </Button>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} rightSection={<IconChevronDown size={16} aria-hidden />}>
              {t('startProcess')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {offered.map((process) => (
              <Menu.Item key={process.processId} onClick={() => setChosen(process)}>
                {process.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {chosen === null || variable === undefined ? null : (
        <StartDialog
          process={chosen}
          context={{ variables: { [variable]: record.id }, businessKey: labelOf(type, record) }}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}
