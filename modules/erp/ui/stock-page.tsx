import { Badge, TextInput } from '@mantine/core';
import { IconBox, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  api,
  AppLink,
  DataTable,
  EmptyState,
  keys,
  Loaded,
  Page,
  recordHref,
  useAddress,
  useFormat,
  useRecordTypes,
  useText,
} from '../../../designer/kit/index.ts';
import type { Column, Json, PageOf } from '../../../designer/kit/index.ts';
import { balanceOf, selectBalances, stateOf } from './stock-balance.ts';
import type { StockBalance } from './stock-balance.ts';

/** What is in stock, where, and how much of it is free to promise. */
export function StockPage() {
  const { t } = useText('erp');
  const [address, change] = useAddress();
  const { search = '', sort = 'sku' }: { readonly search?: string; readonly sort?: string } = address;
  const stock = useQuery({ queryKey: [...keys.records, 'stock'], queryFn: readStock });
  const columns = useColumns();
  const rows = useMemo(() => (stock.data === undefined ? undefined : selectBalances(stock.data, search, sort)), [stock.data, search, sort]);
  return (
    <Page title={t('stock.title')} subtitle={t('stock.subtitle')} wide>
      <TextInput
        type="search"
        aria-label={t('stock.search')}
        placeholder={t('stock.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => change({ search: event.currentTarget.value })}
        maw={420}
      />
      <Loaded query={{ data: rows, error: stock.error, refetch: stock.refetch }}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState icon={<IconBox aria-hidden />} title={search === '' ? t('stock.empty') : t('stock.noneFits')} />
          ) : (
            <DataTable
              rows={found}
              columns={columns}
              rowKey={(balance) => `${balance.itemId} ${balance.locationId}`}
              sort={sort}
              onSort={(wanted) => change({ sort: wanted })}
              label={t('stock.title')}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

async function readStock(): Promise<readonly StockBalance[]> {
  const answer = await api.get<PageOf<Json>>('/erp/stock');
  return answer.items.map(balanceOf);
}

function useColumns(): readonly Column<StockBalance>[] {
  const { t } = useText('erp');
  const format = useFormat();
  const itemType = useRecordTypes().data?.items.find((type) => /(^|\.)item$/.test(type.name))?.name;
  return useMemo(() => {
    const quantity = (id: 'onHand' | 'reserved' | 'available'): Column<StockBalance> => ({
      id,
      title: t(`stock.${id}`),
      numeric: true,
      sortable: true,
      render: (balance) => <span className="lw-number">{format.decimal(plain(balance[id]))}</span>,
    });
    return [
      { id: 'sku', title: t('stock.sku'), sortable: true, render: (balance) => balance.sku },
      {
        id: 'itemName',
        title: t('stock.item'),
        sortable: true,
        render: (balance) =>
          itemType === undefined ? (
            balance.itemName
          ) : (
            <AppLink href={recordHref(itemType, balance.itemId)} fz="inherit">
              {balance.itemName}
            </AppLink>
          ),
      },
      { id: 'locationName', title: t('stock.location'), sortable: true, render: (balance) => balance.locationName },
      quantity('onHand'),
      quantity('reserved'),
      quantity('available'),
      { id: 'uom', title: t('stock.unit'), render: (balance) => balance.uom },
      { id: 'state', title: t('stock.state'), render: (balance) => <StateBadge balance={balance} /> },
    ];
  }, [t, format, itemType]);
}

function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function StateBadge({ balance }: { readonly balance: StockBalance }) {
  const { t } = useText('erp');
  const state = stateOf(balance);
  const colors = { none: 'red', reserved: 'yellow', free: 'green' } as const;
  return (
    <Badge size="sm" variant="light" color={colors[state]} tt="none">
      {t(`stock.states.${state}`)}
    </Badge>
  );
}
