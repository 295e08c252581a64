import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import { columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { useText } from '../i18n/use-text.ts';
import { useGo } from '../navigation/address.ts';
import './data-table.css';

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Figures stand at the right edge. */
  readonly numeric?: boolean;
  readonly sortable?: boolean;
}

/** What a table needs. */
export interface DataTableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Said by screen readers. */
  readonly label: string;
  /** Ids of the columns shown; all unless told. */
  readonly visible?: readonly string[];
  /** `field` or `-field`. */
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string) => void;
  /** Where a click on a row leads; the first column should hold the link for the keyboard. */
  readonly rowHref?: (row: Row) => string;
}

const features = tableFeatures({ columnVisibilityFeature });

/** A list with many columns scrolls sideways where it has less room than this, in pixels. */
const LIST_WIDTH = 900;

/** The same for a table on the page of something else, which shares its width with a column of cards. */
const PART_WIDTH = 740;

/** From this many rows on, only those near the window are drawn. */
const VIRTUAL_FROM = 100;

/** Height of a row in pixels before it is measured. */
const ROW_HEIGHT = 40;

/** How many rows are drawn beyond the window on each side. */
const OVERSCAN = 20;

/** A table with sortable columns that can be hidden; long ones draw only the rows in sight. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, columns, rowKey, visible } = props;
  const data = useMemo(() => [...rows], [rows]);
  const definitions = useMemo(() => columns.map((column) => ({ id: column.id, header: column.title })), [columns]);
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, visible === undefined || visible.includes(column.id)])),
    [columns, visible],
  );
  const table = useTable({ features, columns: definitions, data, getRowId: rowKey, state: { columnVisibility } });
  const shown = table.getVisibleLeafColumns().flatMap((column) => columns.filter((candidate) => candidate.id === column.id));
  return (
    <Table.ScrollContainer
      minWidth={Math.min(props.onSort === undefined ? PART_WIDTH : LIST_WIDTH, shown.length * 120)}
      type="native"
      className="lw-table"
    >
      <Table highlightOnHover={props.rowHref !== undefined} aria-label={props.label} verticalSpacing={7}>
        <Table.Thead>
          <Table.Tr>
            {shown.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Body rows={table.getRowModel().rows.map((row) => row.original)} columns={shown} rowKey={rowKey} rowHref={props.rowHref} />
      </Table>
    </Table.ScrollContainer>
  );
}

function HeaderCell<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}) {
  const { t } = useText();
  const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : 'none';
  const align = column.numeric === true ? 'right' : 'left';
  if (onSort === undefined || column.sortable !== true) {
    return (
      <Table.Th ta={align} scope="col">
        {column.title}
      </Table.Th>
    );
  }
  const Sign = { ascending: IconArrowUp, descending: IconArrowDown, none: IconArrowsSort }[direction];
  return (
    <Table.Th ta={align} scope="col" aria-sort={direction}>
      <UnstyledButton
        className="lw-sort"
        data-active={direction !== 'none'}
        onClick={() => onSort(direction === 'ascending' ? `-${column.id}` : column.id)}
        title={t('table.sortBy', { column: column.title })}
      >
        {column.title}
        <Sign size={14} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  );
}

interface BodyProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowHref: ((row: Row) => string) | undefined;
}

function Body<Row>(props: BodyProps<Row>) {
  if (props.rows.length >= VIRTUAL_FROM) return <VirtualBody {...props} />;
  return (
    <Table.Tbody>
      {props.rows.map((row) => (
        <DataRow key={props.rowKey(row)} row={row} {...props} />
      ))}
    </Table.Tbody>
  );
}

function VirtualBody<Row>(props: BodyProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useWindowVirtualizer({
    count: props.rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const items = virtual.getVirtualItems();
  const before = Math.max(0, (items[0]?.start ?? 0) - virtual.options.scrollMargin);
  const after = Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtual.options.scrollMargin));
  return (
    <Table.Tbody ref={body}>
      <Spacer height={before} columns={props.columns.length} />
      {items.map((item) => {
        const row = props.rows[item.index];
        return row === undefined ? null : <DataRow key={props.rowKey(row)} row={row} {...props} />;
      })}
      <Spacer height={after} columns={props.columns.length} />
    </Table.Tbody>
  );
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden>
      <Table.Td colSpan={columns} h={height} p={0} />
    </tr>
  );
}

function DataRow<Row>({ row, columns, rowHref }: BodyProps<Row> & { readonly row: Row }) {
  const go = useGo();
  const open = (event: MouseEvent<HTMLElement>) => {
    // Links and buttons inside the row lead where they say; selecting text opens nothing.
    const target = event.target;
    if (rowHref === undefined || (target instanceof Element && target.closest('a, button, input, label') !== null)) return;
    if (window.getSelection()?.toString() !== '') return;
    if (event.ctrlKey || event.metaKey) window.open(rowHref(row), '_blank', 'noopener');
    else go(rowHref(row));
  };
  return (
    <Table.Tr onClick={open} style={rowHref === undefined ? undefined : { cursor: 'pointer' }}>
      {columns.map((column) => (
        <Table.Td key={column.id} ta={column.numeric === true ? 'right' : 'left'}>
          {column.render(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
