import { Badge, Button, Drawer, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { choicesOf, kindOf, localized, RecordPicker, useAddress, useText } from '../../../designer/kit/index.ts';
import type { RecordField, RecordType } from '../../../designer/kit/index.ts';
import { FILTER_PREFIX, filterCount, formatRange, isFilterable, parseRange } from './list-address.ts';

/** Filters of a list by the fields of its type. */
export function FilterMenu({ type }: { readonly type: RecordType }) {
  const { t } = useText('records');
  const [address, change] = useAddress();
  const [opened, drawer] = useDisclosure(false);
  const fields = type.fields.filter(isFilterable);
  const count = filterCount(address);
  if (fields.length === 0) return null;
  return (
    <>
      <Button
        variant={count > 0 ? 'light' : 'default'}
        leftSection={<IconFilter size={16} aria-hidden />}
        rightSection={count > 0 ? <Badge size="sm">{count}</Badge> : undefined}
        onClick={drawer.open}
        aria-haspopup="dialog"
      >
        {t('filter')}
      </Button>
      <Drawer
        opened={opened}
        onClose={drawer.close}
        position="right"
        size="sm"
        title={t('filter')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Stack gap="sm">
          {fields.map((field) => (
            <FieldFilter
              key={field.name}
              field={field}
              value={address[`${FILTER_PREFIX}${field.name}`] ?? ''}
              onChange={(value) => change({ [`${FILTER_PREFIX}${field.name}`]: value })}
            />
          ))}
          <Button
            variant="subtle"
            disabled={count === 0}
            onClick={() => change(Object.fromEntries(fields.map((field) => [`${FILTER_PREFIX}${field.name}`, null])))}
          >
            {t('noFilter')}
          </Button>
        </Stack>
      </Drawer>
    </>
  );
}

interface FieldFilterProps {
  readonly field: RecordField;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
}

function FieldFilter({ field, value, onChange }: FieldFilterProps) {
  const { t, language } = useText('records');
  const label = localized(field.title, language);
  const kind = kindOf(field);
  if (kind === 'boolean') {
    const data = [
      { value: 'true', label: t('yes') },
      { value: 'false', label: t('no') },
    ];
    return <Select label={label} data={data} value={value === '' ? null : value} onChange={onChange} clearable />;
  }
  if (kind === 'choice') {
    return (
      <Select label={label} data={[...choicesOf(field, language)]} value={value === '' ? null : value} onChange={onChange} clearable />
    );
  }
  if (kind === 'reference') {
    return <RecordPicker type={field.reference ?? ''} label={label} value={value === '' ? null : value} onChange={onChange} />;
  }
  const [from, to] = parseRange(value);
  return (
    <Group gap="xs" grow align="flex-end">
      <TextInput
        type="date"
        label={t('from', { field: label })}
        value={from}
        onChange={(event) => onChange(formatRange(event.currentTarget.value, to))}
      />
      <TextInput type="date" label={t('to')} value={to} onChange={(event) => onChange(formatRange(from, event.currentTarget.value))} />
    </Group>
  );
}
