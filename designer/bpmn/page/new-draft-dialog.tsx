import { Button, FileInput, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { ErrorState, useGo } from '../../kit/index.ts';
import { useCreateDraft, type Resource } from '../api.ts';
import { newDiagram, processIdFrom, type DiagramTemplate } from '../editor/new-diagram.ts';
import { kindOf, processIn } from '../editor/resources.ts';
import { useDesignerText } from '../texts.ts';

type Beginning = DiagramTemplate | 'file';

/** Asks how a new process begins (empty, with lanes, from a file) and opens its draft. */
export function NewDraftDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useDesignerText();
  return (
    <Modal opened={opened} onClose={onClose} title={t('new.title')} keepMounted={false}>
      <NewDraftForm />
    </Modal>
  );
}

function NewDraftForm() {
  const { t } = useDesignerText();
  const go = useGo();
  const create = useCreateDraft();
  const [name, setName] = useState('');
  const [beginning, setBeginning] = useState<Beginning>('plain');
  const [files, setFiles] = useState<File[]>([]);
  const ready = beginning === 'file' ? files.length > 0 : name.trim() !== '';
  const submit = async (): Promise<void> => {
    const resources = beginning === 'file' ? await readFiles(files) : [emptyDiagram(name.trim(), beginning)];
    const imported = resources.map((each) => processIn(each.content)?.name).find((each) => each !== undefined);
    const title = name.trim() === '' ? (imported ?? resources[0]?.name ?? '') : name.trim();
    create.mutate({ name: title, resources }, { onSuccess: (draft) => go(`/designer/drafts/${draft.id}`) });
  };
  const emptyDiagram = (title: string, template: DiagramTemplate): Resource => {
    const id = processIdFrom(title, crypto.randomUUID().slice(0, 8));
    const texts = { start: t('new.start'), lanes: [t('new.laneOne'), t('new.laneTwo')] as const };
    return { name: `${id}.bpmn`, content: newDiagram(template, title, id, texts) };
  };
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (ready) void submit();
      }}
    >
      <Stack gap="sm">
        <SegmentedControl
          value={beginning}
          onChange={(value) => setBeginning(value === 'lanes' || value === 'file' ? value : 'plain')}
          data={[
            { value: 'plain', label: t('new.plain') },
            { value: 'lanes', label: t('new.lanes') },
            { value: 'file', label: t('new.file') },
          ]}
        />
        <TextInput
          label={t('new.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required={beginning !== 'file'}
          data-autofocus
          data-testid="new-name"
        />
        {beginning === 'file' ? (
          <FileInput
            label={t('new.files')}
            description={t('new.filesHint')}
            accept=".bpmn,.xml,.form,.dmn"
            multiple
            value={files}
            onChange={setFiles}
            leftSection={<IconUpload size={16} aria-hidden />}
          />
        ) : (
          <Text size="xs" c="dimmed">
            {t(beginning === 'lanes' ? 'new.lanesHint' : 'new.plainHint')}
          </Text>
        )}
        {create.error === null ? null : <ErrorState error={create.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending} disabled={!ready} data-testid="new-create">
            {t('new.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The files as resources; a diagram saved as `.xml` gets the ending by which diagrams are known. */
function readFiles(files: readonly File[]): Promise<Resource[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: kindOf(file.name) === 'other' ? file.name.replace(/(\.xml)?$/, '.bpmn') : file.name,
      content: await file.text(),
    })),
  );
}
