import { ActionIcon, Kbd, Loader } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { IconPlayerPlay, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../kit/api/api.ts';
import { keys } from '../kit/api/keys.ts';
import { useStartableProcesses } from '../kit/api/processes.ts';
import { useRecordTypes } from '../kit/api/records.ts';
import type { BusinessRecord, Page, RecordType, User } from '../kit/api/types.ts';
import { localized } from '../kit/i18n/languages.ts';
import { useText } from '../kit/i18n/use-text.ts';
import { useGo } from '../kit/navigation/address.ts';
import { labelOf } from '../kit/records/record-meta.ts';
import { recordIcon } from '../kit/ui/record-icon.ts';
import { isDaily, navigationFor } from './navigation-entries.ts';

/** Records are looked for from this many characters on. */
const SHORTEST_SEARCH = 2;

/** Waits this long after the last key before it asks the server. */
const TYPING_PAUSE_MS = 200;

/** How many records of one type the palette offers. */
const RECORDS_PER_TYPE = 4;

/** Opens the palette, for those who do not know its key. */
export function PaletteButton() {
  const { t } = useText();
  return (
    <ActionIcon variant="default" onClick={spotlight.open} aria-label={t('palette.open')} w="auto" px={8} h={30}>
      <IconSearch size={16} />
      <Kbd size="xs" ml={6} visibleFrom="sm">
        Ctrl K
      </Kbd>
    </ActionIcon>
  );
}

/** One box for everything: go to a page, create a record, start a process, find a record. */
export function CommandPalette({ user }: { readonly user: User }) {
  const { t } = useText();
  const [query, setQuery] = useState('');
  const places = usePlaces(user);
  const found = useFoundRecords(query);
  return (
    <Spotlight
      actions={[...places, ...found.groups]}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      scrollable
      maxHeight={420}
      highlightQuery
      nothingFound={found.busy ? <Loader size="sm" type="dots" /> : t('palette.nothing')}
      searchProps={{
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
    />
  );
}

function usePlaces(user: User): SpotlightActionGroupData[] {
  const { t, language } = useText();
  const go = useGo();
  const types = useRecordTypes().data?.items ?? [];
  const processes = useStartableProcesses().data?.items ?? [];
  const entries = navigationFor(user, types, t, language).flatMap((section) => [...section.entries, ...section.more]);
  return [
    {
      group: t('palette.goTo'),
      actions: entries.map((entry) => ({
        id: entry.href,
        label: entry.label,
        leftSection: <entry.icon size={18} stroke={1.7} aria-hidden />,
        onClick: () => go(entry.href),
      })),
    },
    {
      group: t('palette.start'),
      actions: processes.map((process) => ({
        id: `start-${process.processId}`,
        label: process.name,
        ...(process.documentation === null ? {} : { description: process.documentation }),
        leftSection: <IconPlayerPlay size={18} stroke={1.7} aria-hidden />,
        onClick: () => go(`/start?process=${encodeURIComponent(process.processId)}`),
      })),
    },
    {
      group: t('palette.create'),
      actions: types
        .filter((type) => type.can.create)
        .map((type) => ({
          id: `create-${type.name}`,
          label: t('palette.createOne', { type: localized(type.title, language) }),
          leftSection: <IconPlus size={18} stroke={1.7} aria-hidden />,
          onClick: () => go(`/records/${type.name}/new`),
        })),
    },
  ].filter((group) => group.actions.length > 0);
}

function useFoundRecords(query: string): { readonly groups: SpotlightActionGroupData[]; readonly busy: boolean } {
  const { language } = useText();
  const go = useGo();
  const [search] = useDebouncedValue(query.trim(), TYPING_PAUSE_MS);
  const types = (useRecordTypes().data?.items ?? []).filter((type) => type.searchFields.length > 0 && isDaily(type));
  const results = useQueries({
    queries: types.map((type) => ({
      queryKey: [...keys.records, type.name, 'palette', search],
      queryFn: () => api.get<Page<BusinessRecord>>(`/records/${type.name}`, { query: { search, limit: RECORDS_PER_TYPE } }),
      enabled: search.length >= SHORTEST_SEARCH,
    })),
  });
  const groups = types.flatMap((type, index) => {
    const items = search.length >= SHORTEST_SEARCH ? (results[index]?.data?.items ?? []) : [];
    return items.length === 0
      ? []
      : [{ group: localized(type.titlePlural, language), actions: items.map((item) => recordAction(type, item, query, go)) }];
  });
  return { groups, busy: results.some((result) => result.isFetching) };
}

function recordAction(type: RecordType, record: BusinessRecord, query: string, go: (href: string) => void): SpotlightActionData {
  const RecordIcon = recordIcon(type.icon);
  const label = labelOf(type, record);
  return {
    id: `record-${type.name}-${record.id}`,
    label,
    // The server found it by other fields too; the palette's own filter must not hide it again.
    keywords: [query],
    leftSection: <RecordIcon size={18} stroke={1.7} aria-hidden />,
    onClick: () => go(`/records/${type.name}/${record.id}`),
  };
}
