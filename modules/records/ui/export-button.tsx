import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { api, localized, recordParameters, useErrorText, useText } from '../../../designer/kit/index.ts';
import type { BusinessRecord, PageOf, RecordQuery, RecordType } from '../../../designer/kit/index.ts';
import { toCsv } from './csv.ts';

/** Pages are read as large as the server gives them. */
const PAGE_SIZE = 200;

/** An export ends after this many pages (20,000 records) and says so. */
const MOST_PAGES = 100;

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Saves exactly the filtered list, all of it, with the columns shown. */
export function ExportButton({
  type,
  query,
  visible,
}: {
  readonly type: RecordType;
  readonly query: RecordQuery;
  readonly visible: readonly string[];
}) {
  const { t, language } = useText('records');
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const { records, complete } = await readAll(type.name, query);
      const fields = type.fields.filter((field) => visible.includes(field.name));
      download(`${type.name}.csv`, BYTE_ORDER_MARK + toCsv(records, fields, (field) => localized(field.title, language)));
      if (!complete) notifications.show({ color: 'yellow', message: t('exportCut', { count: records.length }) });
    } catch (error) {
      notifications.show({ color: 'red', title: t('exportFailed'), message: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void save()} loading={busy}>
      {t('export')}
    </Button>
  );
}

async function readAll(
  type: string,
  query: RecordQuery,
): Promise<{ readonly records: readonly BusinessRecord[]; readonly complete: boolean }> {
  const records: BusinessRecord[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: PageOf<BusinessRecord> = await api.get(`/records/${type}`, {
      query: { ...recordParameters({ ...query, limit: PAGE_SIZE }), cursor },
    });
    records.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) return { records, complete: true };
  }
  return { records, complete: false };
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
