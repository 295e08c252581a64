import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { businessKeyOf, StartDialog, useRecordInstances, useStartableProcesses, useText } from '../../../designer/kit/index.ts';
import type { BusinessRecord, RecordType, StartableProcess } from '../../../designer/kit/index.ts';

/** A button for every process that can start from a record and that the person may start. */
export function StartButtons({ type, record }: { readonly type: RecordType; readonly record: BusinessRecord }) {
  const { t } = useText('records');
  const startable = useStartableProcesses().data?.items ?? [];
  const [chosen, setChosen] = useState<StartableProcess | null>(null);
  const offered = startable.filter((process) => type.processes.some((link) => link.processId === process.processId));
  const [only] = offered;
  const variable = type.processes.find((link) => link.processId === chosen?.processId)?.variable;
  const businessKey = businessKeyOf(type, record);
  const instances = useRecordInstances(type.name, record.id).data?.items ?? [];
  // A process that already runs for this record is rarely what is to be started next.
  const running = offered.some((process) => instances.some((each) => each.processId === process.processId && each.status === 'active'));
  const variant = running ? 'default' : 'filled';
  if (only === undefined) return null;
  return (
    <>
      {offered.length === 1 ? (
        <Button variant={variant} leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => setChosen(only)}>
          {only.name}
        </Button>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant={variant}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              rightSection={<IconChevronDown size={16} aria-hidden />}
            >
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
          context={{ variables: { [variable]: record.id }, ...(businessKey === undefined ? {} : { businessKey }) }}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}
