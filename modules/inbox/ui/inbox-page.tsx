import { Box, Button, Group, Select, Stack } from '@mantine/core';
import { IconCoffee, IconPlayerPlay } from '@tabler/icons-react';
import {
  EmptyState,
  Loaded,
  Page,
  PlainLink,
  SearchInput,
  useAddress,
  useTaskCounts,
  useTasks,
  useText,
} from '../../../designer/kit/index.ts';
import { FilterTabs } from './filter-tabs.tsx';
import { queryOf, sorts } from './inbox-query.ts';
import { TaskRow } from './task-row.tsx';
import { useProcessNames } from './use-process-names.ts';

/** The list of tasks that wait for a person and their groups. */
export function InboxPage() {
  const { t } = useText('inbox');
  const [address, change] = useAddress();
  const query = queryOf(address);
  const tasks = useTasks(query);
  const counts = useTaskCounts();
  const items = tasks.data?.pages.flatMap((page) => page.items);
  const narrowed = query.search !== undefined || query.processId !== undefined || query.filter !== 'all';
  return (
    <Page
      title={t('title')}
      actions={
        <Button component={PlainLink} href="/start" variant="light" leftSection={<IconPlayerPlay size={16} aria-hidden />}>
          {t('startProcess')}
        </Button>
      }
    >
      <FilterTabs value={query.filter} counts={counts.data} onChange={(filter) => change({ filter: filter === 'all' ? null : filter })} />
      <Toolbar />
      <Loaded query={{ data: items, error: tasks.error, refetch: tasks.refetch }}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              icon={<IconCoffee aria-hidden />}
              title={narrowed ? t('empty.narrowedTitle') : t('empty.title')}
              description={narrowed ? t('empty.narrowedText') : t('empty.text')}
              action={
                narrowed ? (
                  <Button variant="light" onClick={() => change({ filter: null, search: null, process: null })}>
                    {t('empty.showAll')}
                  </Button>
                ) : undefined
              }
            />
          ) : (
            <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none', opacity: tasks.isPlaceholderData ? 0.6 : 1 }}>
              {list.map((task) => (
                <TaskRow key={task.id} task={task} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      {tasks.hasNextPage ? (
        <Group justify="center">
          <Button variant="default" onClick={() => void tasks.fetchNextPage()} loading={tasks.isFetchingNextPage}>
            {t('more')}
          </Button>
        </Group>
      ) : null}
    </Page>
  );
}

function Toolbar() {
  const { t } = useText('inbox');
  const [address, change] = useAddress();
  const query = queryOf(address);
  const processes = useProcessNames();
  return (
    <Group gap="sm">
      <SearchInput label={t('search')} value={query.search ?? ''} onSearch={(search) => change({ search })} flex={1} miw={220} />
      <Box w={{ base: 'calc(50% - 6px)', sm: 220 }}>
        <Select
          aria-label={t('process')}
          placeholder={t('anyProcess')}
          data={[...processes].map(([value, label]) => ({ value, label }))}
          value={query.processId ?? null}
          onChange={(process) => change({ process })}
          clearable
          searchable
        />
      </Box>
      <Box w={{ base: 'calc(50% - 6px)', sm: 200 }}>
        <Select
          aria-label={t('sort.label')}
          data={sorts.map((value) => ({ value, label: t(`sort.${value.replace('-', '')}`) }))}
          value={query.sort}
          onChange={(sort) => change({ sort: sort === 'dueAt' ? null : sort })}
          allowDeselect={false}
        />
      </Box>
    </Group>
  );
}
