import { Button, Card, Grid, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPencil, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { API_BASE, apiUrl, FieldValue, kindOf, labelOf, Loaded, localized, Page, useRecord, useText } from '../../../designer/kit/index.ts';
import type { BusinessRecord, RecordType } from '../../../designer/kit/index.ts';
import { RecordForm } from './record-form.tsx';
import { RecordInstances } from './record-instances.tsx';
import { RelatedTable } from './related-table.tsx';
import { StartButtons } from './start-buttons.tsx';
import { WithType } from './with-type.tsx';

/** One record: its fields, what belongs to it, the processes it takes part in and those that can start from it. */
export function RecordPage({ type, id }: { readonly type: string; readonly id: string }) {
  const record = useRecord(type, id);
  return (
    <WithType name={type}>
      {(recordType) => <Loaded query={record}>{(data) => <LoadedRecord type={recordType} record={data} />}</Loaded>}
    </WithType>
  );
}

function LoadedRecord({ type, record }: { readonly type: RecordType; readonly record: BusinessRecord }) {
  const { t, language } = useText('records');
  const [editing, setEditing] = useState(false);
  const editable = type.can.edit && type.fields.some((field) => field.editable === true);
  return (
    <Page
      title={labelOf(type, record)}
      subtitle={localized(type.title, language)}
      back={`/records/${type.name}`}
      wide
      beside={<StatusBadge type={type} record={record} />}
      actions={
        <>
          <StartButtons type={type} record={record} />
          {(type.printPath ?? '') === '' ? null : (
            <Button
              component="a"
              href={printAddress(type.printPath ?? '', record.id)}
              target="_blank"
              rel="noopener"
              variant="default"
              leftSection={<IconPrinter size={16} aria-hidden />}
            >
              {t('print')}
            </Button>
          )}
          {editable && !editing ? (
            <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
          ) : null}
        </>
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            <Card withBorder component="section" aria-label={t('fields')}>
              {editing ? (
                <RecordForm type={type} record={record} onDone={() => setEditing(false)} onCancel={() => setEditing(false)} />
              ) : (
                <Fields type={type} record={record} />
              )}
            </Card>
            {type.related.map((related) => (
              <RelatedTable key={`${related.type} ${related.byField}`} owner={type} related={related} id={record.id} />
            ))}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <RecordInstances type={type} id={record.id} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** Address of a record's printed form; the description of the type marks the place of the id by `:id`. */
function printAddress(path: string, id: string): string {
  const address = path.replace(':id', id);
  return address.startsWith(API_BASE) ? address : apiUrl(address);
}

function StatusBadge({ type, record }: { readonly type: RecordType; readonly record: BusinessRecord }) {
  const field = type.fields.find((candidate) => ['status', 'state', 'stage'].includes(candidate.name) && kindOf(candidate) === 'choice');
  return field === undefined ? null : <FieldValue record={record} field={field} />;
}

function Fields({ type, record }: { readonly type: RecordType; readonly record: BusinessRecord }) {
  const { language } = useText('records');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md" component="dl" m={0}>
      {type.fields.map((field) => (
        <div key={field.name}>
          <Text component="dt" size="xs" c="dimmed">
            {localized(field.title, language)}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            <FieldValue record={record} field={field} />
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
