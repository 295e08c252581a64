import { Button, FileInput, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { ErrorState } from '../../kit/index.ts';
import type { Resource } from '../api.ts';
import { newDiagram, processIdFrom, type DiagramTemplate } from '../editor/new-diagram.ts';
import { ImportDialog } from '../import/import-dialog.tsx';
import { useNewDraft } from '../import/use-new-draft.ts';
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
  const draft = useNewDraft();
  const [name, setName] = useState('');
  const [beginning, setBeginning] = useState<Beginning>('plain');
  const [files, setFiles] = useState<File[]>([]);
  const ready = beginning === 'file' ? files.length > 0 : name.trim() !== '';
  const submit = async (): Promise<void> => {
    if (beginning === 'file') await draft.open(files, name.trim());
    else draft.create([emptyDiagram(name.trim(), beginning)], name.trim());
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
        {draft.error === null ? null : <ErrorState error={draft.error} />}
        <ImportDialog importing={draft.importing} accept={t('import.accept')} />
        <Group justify="flex-end">
          <Button type="submit" loading={draft.isPending} disabled={!ready} data-testid="new-create">
            {t('new.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
