import { Box, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconCoffee, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { EmptyState, Loaded, Page, PlainLink, useAddress, useTaskCounts, useTasks, useText } from '../../../designer/kit/index.ts';
import { FilterTabs } from './filter-tabs.tsx';
import { queryOf, sorts } from './inbox-query.ts';
import { TaskRow } from './task-row.tsx';
import { useProcessNames } from './use-process-names.ts';

/** Waits this long after the last key before it asks the server. */
const TYPING_PAUSE_MS = 250;

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
      <SearchBox value={query.search ?? ''} onChange={(search) => change({ search })} />
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

function SearchBox({ value, onChange }: { readonly value: string; readonly onChange: (value: string | null) => void }) {
  const { t } = useText('inbox');
  const [text, setText] = useState(value);
  const send = useDebouncedCallback((typed: string) => onChange(typed.trim()), TYPING_PAUSE_MS);
  // Going back in the browser, or taking all filters away, changes the search from outside.
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      type="search"
      aria-label={t('search')}
      placeholder={t('search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      flex={1}
      miw={220}
    />
  );
}
