import { Card } from '@mantine/core';
import { localized, Page, recordHref, useAddress, useGo, useRecordTypes, useText } from '../../../designer/kit/index.ts';
import type { RecordType } from '../../../designer/kit/index.ts';
import { RecordForm } from './record-form.tsx';
import { WithType } from './with-type.tsx';

/** A new record. Members of the address fill in fields of the same name, which is how a record's page adds what belongs to it. */
export function RecordCreatePage({ type }: { readonly type: string }) {
  return <WithType name={type}>{(recordType) => <CreateForm key={recordType.name} type={recordType} />}</WithType>;
}

function CreateForm({ type }: { readonly type: RecordType }) {
  const { t, language } = useText('records');
  const [{ from: origin, ...address }] = useAddress();
  const go = useGo();
  const types = useRecordTypes().data?.items ?? [];
  // A document's lines are a type of their own, named after it, and are typed together with it.
  const lineType = types.find((candidate) => candidate.name === `${type.name}_line` && candidate.can.create);
  const owner = type.fields.find((field) => field.reference === origin && address[field.name] !== undefined);
  const back = owner === undefined || origin === undefined ? `/records/${type.name}` : recordHref(origin, address[owner.name] ?? '');
  return (
    <Page title={t('createTitle', { type: localized(type.title, language) })} back={back}>
      <Card withBorder maw={860}>
        <RecordForm
          type={type}
          initial={address}
          {...(lineType === undefined ? {} : { lineType })}
          onCancel={() => go(back)}
          onDone={(saved) => go(owner === undefined ? recordHref(type.name, saved.id) : back, { replace: true })}
        />
      </Card>
    </Page>
  );
}
