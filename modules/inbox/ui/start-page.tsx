import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconPlayerPlay, IconSchema, IconSearch } from '@tabler/icons-react';
import { EmptyState, Loaded, Page, StartDialog, useAddress, useStartableProcesses, useText } from '../../../designer/kit/index.ts';
import type { StartableProcess } from '../../../designer/kit/index.ts';

/** Cards of the processes that a person may start. `process` in the address opens the start of one of them. */
export function StartPage() {
  const { t } = useText('inbox');
  const [address, change] = useAddress();
  const processes = useStartableProcesses();
  const search = address['search'] ?? '';
  const chosen = processes.data?.items.find((process) => process.processId === address['process']);
  return (
    <Page title={t('start.title')} subtitle={t('start.subtitle')}>
      <TextInput
        type="search"
        aria-label={t('start.search')}
        placeholder={t('start.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => change({ search: event.currentTarget.value })}
        maw={420}
      />
      <Loaded query={processes}>
        {({ items }) => {
          const found = items.filter((process) => matches(process, search));
          if (found.length === 0) {
            return (
              <EmptyState
                icon={<IconSchema aria-hidden />}
                title={t(items.length === 0 ? 'start.none' : 'start.notFound')}
                description={items.length === 0 ? t('start.noneText') : ''}
              />
            );
          }
          return (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
              {found.map((process) => (
                <li key={process.processId}>
                  <ProcessCard process={process} onStart={() => change({ process: process.processId })} />
                </li>
              ))}
            </SimpleGrid>
          );
        }}
      </Loaded>
      {chosen === undefined ? null : <StartDialog key={chosen.processId} process={chosen} onClose={() => change({ process: null })} />}
    </Page>
  );
}

function matches(process: StartableProcess, search: string): boolean {
  const text = `${process.name} ${process.documentation ?? ''}`.toLocaleLowerCase();
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function ProcessCard({ process, onStart }: { readonly process: StartableProcess; readonly onStart: () => void }) {
  const { t } = useText('inbox');
  return (
    <Card withBorder h="100%">
      <Stack justify="space-between" h="100%" gap="md">
        <div>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Text fw={600}>{process.name}</Text>
            <Badge size="sm" variant="default" tt="none">
              {t('start.version', { version: process.version })}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed" mt={4} lineClamp={4}>
            {process.documentation ?? t('start.noDescription')}
          </Text>
        </div>
        <Button
          variant="light"
          onClick={onStart}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          aria-label={t('start.startOne', { name: process.name })}
        >
          {t('start.button')}
        </Button>
      </Stack>
    </Card>
  );
}
