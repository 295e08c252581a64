import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { localized, useAddress, useText } from '../../../designer/kit/index.ts';
import type { RecordType } from '../../../designer/kit/index.ts';

/** Chooses the columns of a list; the choice is in the address and can be shared. */
export function ColumnChooser({ type, visible }: { readonly type: RecordType; readonly visible: readonly string[] }) {
  const { t, language } = useText('records');
  const [, change] = useAddress();
  const toggle = (name: string, shown: boolean) => {
    const names = type.fields.map((field) => field.name).filter((field) => (field === name ? shown : visible.includes(field)));
    if (names.length > 0) change({ columns: names.join(',') });
  };
  return (
    <Popover position="bottom-start" withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Stack gap="xs">
          {type.fields.map((field) => (
            <Checkbox
              key={field.name}
              label={localized(field.title, language)}
              checked={visible.includes(field.name)}
              onChange={(event) => toggle(field.name, event.currentTarget.checked)}
            />
          ))}
          <Button size="compact-sm" variant="subtle" onClick={() => change({ columns: null })}>
            {t('usualColumns')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
