import { Button, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { businessKeyOf, StartDialog, useRecordInstances, useStartableProcesses, useText } from '../../../designer/kit/index.ts';
import type { BusinessRecord, RecordType, StartableProcess } from '../../../designer/kit/index.ts';

/** Starts the processes that can start from a record and that the person may start: the usual one by a button, further ones from a menu. */
export function StartButtons({ type, record }: { readonly type: RecordType; readonly record: BusinessRecord }) {
  const { t } = useText('records');
  const startable = useStartableProcesses().data?.items ?? [];
  const [chosen, setChosen] = useState<StartableProcess | null>(null);
  // In the order in which the type names them: the first is what is usually started.
  const offered = type.processes.flatMap((link) => startable.filter((process) => process.processId === link.processId));
  const [first, ...others] = offered;
  const variable = type.processes.find((link) => link.processId === chosen?.processId)?.variable;
  const businessKey = businessKeyOf(type, record);
  const instances = useRecordInstances(type.name, record.id).data?.items ?? [];
  // A process that already runs for this record is rarely what is to be started next.
  const running = offered.some((process) => instances.some((each) => each.processId === process.processId && each.status === 'active'));
  const variant = running ? 'default' : 'filled';
  if (first === undefined) return null;
  return (
    <>
      <Group gap={1} wrap="nowrap">
        <Button
          variant={variant}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => setChosen(first)}
          {...(others.length === 0 ? {} : { style: { borderStartEndRadius: 0, borderEndEndRadius: 0 } })}
        >
          {first.name}
        </Button>
        {others.length === 0 ? null : (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                variant={variant}
                px="xs"
                aria-label={t('moreProcesses')}
                style={{ borderStartStartRadius: 0, borderEndStartRadius: 0 }}
              >
                <IconChevronDown size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {others.map((process) => (
                <Menu.Item key={process.processId} onClick={() => setChosen(process)}>
                  {process.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
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
