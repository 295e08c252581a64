import { Button, Group, Modal, NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useErrorText } from '../../../../designer/kit/index.ts';
import { EVERY_PROCESS, useSetRetention, type ProcessRetention } from './retention.ts';
import { useMonitorText } from '../texts.ts';

const MAX_DAYS = 36_500;
type Choice = 'inherited' | 'forever' | 'days';

/** Asks how long the ended cases of a process are kept. */
export function RuleDialog({ process, onClose }: { readonly process: ProcessRetention; readonly onClose: () => void }) {
  const { t } = useMonitorText();
  const errorText = useErrorText();
  const set = useSetRetention();
  const [choice, setChoice] = useState<Choice>(process.isInherited ? 'inherited' : process.days === null ? 'forever' : 'days');
  const [days, setDays] = useState<number | string>(process.days ?? 365);
  const isWhole = typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= MAX_DAYS;
  const save = (): void => {
    const rule = { isInherited: choice === 'inherited', days: choice === 'days' && typeof days === 'number' ? days : null };
    set.mutate({ processId: process.processId, ...rule }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t('retention.editOne', { name: process.name ?? process.processId })}>
      <Stack>
        <Radio.Group value={choice} onChange={setChoice} label={t('retention.kept')}>
          <Stack gap="xs" mt="xs">
            {process.processId === EVERY_PROCESS ? null : <Radio value="inherited" label={t('retention.inherited')} />}
            <Radio value="forever" label={t('retention.forever')} />
            <Radio value="days" label={t('retention.forDays')} />
          </Stack>
        </Radio.Group>
        {choice === 'days' ? (
          <NumberInput label={t('retention.daysAfterEnd')} min={0} max={MAX_DAYS} allowDecimal={false} value={days} onChange={setDays} />
        ) : null}
        {choice === 'days' ? <Text size="sm">{t('retention.warning')}</Text> : null}
        {set.error === null ? null : (
          <Text size="sm" c="red" role="alert">
            {errorText(set.error)}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('retention.cancel')}
          </Button>
          <Button disabled={choice === 'days' && !isWhole} loading={set.isPending} onClick={save}>
            {t('retention.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
