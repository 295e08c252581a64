import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Modal,
  ScrollArea,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { IconFileText, IconLink, IconPlus, IconSitemap, IconTable, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { EmptyState } from '../../kit/ui/states.tsx';
import type { Resource } from '../api.ts';
import { useDesignerText } from '../texts.ts';
import { baseName, decisionIdsIn, diagramOf, formIdsIn, kindOf, newDecision, newForm } from './resources.ts';

type Kind = 'form' | 'decision';

/** The forms and decisions of a draft: what is there, what the diagram names but the draft lacks, and how to add one. */
export function FilesPanel(props: {
  readonly resources: readonly Resource[];
  readonly openName: string | null;
  /** True when the element selected in the diagram can be given a form or decision. */
  readonly canLink: Readonly<Record<Kind, boolean>>;
  readonly onOpen: (name: string) => void;
  readonly onAdd: (resource: Resource) => void;
  readonly onRemove: (name: string) => void;
  readonly onLink: (kind: Kind, id: string) => void;
}) {
  const { t } = useDesignerText();
  const [adding, setAdding] = useState(false);
  const files = props.resources.filter((each) => kindOf(each.name) !== 'diagram');
  const missing = missingFiles(props.resources);
  return (
    <Stack gap={0} h="100%" role="region" aria-label={t('files.title')}>
      <Group p="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {t('files.title')}
        </Text>
        <ActionIcon variant="light" size="sm" aria-label={t('files.add')} onClick={() => setAdding(true)} data-testid="add-file">
          <IconPlus size={14} />
        </ActionIcon>
      </Group>
      <ScrollArea flex={1} type="auto" scrollbarSize={8}>
        {files.length === 0 && missing.length === 0 ? <EmptyState title={t('files.none')} description={t('files.noneHint')} /> : null}
        {files.map((file) => (
          <FileRow key={file.name} file={file} {...props} />
        ))}
        {missing.map((each) => (
          <Group key={each.resource.name} px="xs" py={6} gap="xs" wrap="nowrap">
            <Text size="sm" c="dimmed" truncate flex={1}>
              {each.resource.name}
            </Text>
            <Badge size="xs" variant="light" color="gray" title={t('files.deployedHint')}>
              {t('files.deployed')}
            </Badge>
            <Button size="compact-xs" variant="subtle" onClick={() => props.onAdd(each.resource)}>
              {t('files.create')}
            </Button>
          </Group>
        ))}
      </ScrollArea>
      <AddFileDialog
        opened={adding}
        onClose={() => setAdding(false)}
        taken={props.resources.map((each) => each.name)}
        onAdd={props.onAdd}
      />
    </Stack>
  );
}

/** Files that the diagram refers to and the draft does not hold; they are taken from what is deployed, unless made here. */
function missingFiles(resources: readonly Resource[]): readonly { readonly kind: Kind; readonly resource: Resource }[] {
  const xml = diagramOf(resources)?.content ?? '';
  const held = new Set(resources.map((each) => each.name));
  const forms = formIdsIn(xml).map((id) => ({ kind: 'form' as const, resource: newForm(id) }));
  const decisions = decisionIdsIn(xml)
    .filter((id) => !resources.some((each) => kindOf(each.name) === 'decision' && each.content.includes(`id="${id}"`)))
    .map((id) => ({ kind: 'decision' as const, resource: newDecision(id) }));
  return [...forms, ...decisions].filter((each) => !held.has(each.resource.name));
}

function FileRow(props: {
  readonly file: Resource;
  readonly openName: string | null;
  readonly canLink: Readonly<Record<Kind, boolean>>;
  readonly onOpen: (name: string) => void;
  readonly onRemove: (name: string) => void;
  readonly onLink: (kind: Kind, id: string) => void;
}) {
  const { t } = useDesignerText();
  const kind = kindOf(props.file.name);
  const linkable = kind === 'form' || kind === 'decision' ? kind : null;
  return (
    <Group className="lw-file" data-open={props.openName === props.file.name} px="xs" gap={4} wrap="nowrap">
      <UnstyledButton className="lw-file-name" onClick={() => props.onOpen(props.file.name)} data-testid={`file-${props.file.name}`}>
        {kind === 'form' ? (
          <IconFileText size={16} aria-hidden />
        ) : kind === 'decision' ? (
          <IconTable size={16} aria-hidden />
        ) : (
          <IconSitemap size={16} aria-hidden />
        )}
        <Text size="sm" truncate title={props.file.name}>
          {props.file.name}
        </Text>
      </UnstyledButton>
      {linkable !== null && props.canLink[linkable] ? (
        <ActionIcon
          variant="light"
          size="sm"
          aria-label={t('files.link')}
          title={t('files.link')}
          onClick={() => props.onLink(linkable, linkIdOf(props.file))}
        >
          <IconLink size={14} />
        </ActionIcon>
      ) : null}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('files.remove', { name: props.file.name })}
        onClick={() => props.onRemove(props.file.name)}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </Group>
  );
}

/** The id by which a task refers to a file: the form's own id, or the id of the first decision. */
function linkIdOf(file: Resource): string {
  if (kindOf(file.name) === 'decision') return /<(?:\w+:)?decision\b[^>]*\bid="([^"]+)"/.exec(file.content)?.[1] ?? baseName(file.name);
  return /"id"\s*:\s*"([^"]+)"/.exec(file.content.replace(/"components"\s*:\s*\[[\s\S]*\]/, ''))?.[1] ?? baseName(file.name);
}

function AddFileDialog(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly taken: readonly string[];
  readonly onAdd: (resource: Resource) => void;
}) {
  const { t } = useDesignerText();
  const [kind, setKind] = useState<Kind>('form');
  const [id, setId] = useState('');
  const resource = kind === 'form' ? newForm(id) : newDecision(id);
  const wellFormed = /^[A-Za-z_][\w.-]*$/.test(id);
  const taken = props.taken.includes(resource.name);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (!wellFormed || taken) return;
    props.onAdd(resource);
    setId('');
    props.onClose();
  };
  const error = taken ? t('files.taken') : id !== '' && !wellFormed ? t('files.badId') : undefined;
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('files.add')}>
      <form onSubmit={add}>
        <Stack gap="sm">
          <SegmentedControl
            value={kind}
            onChange={(value) => setKind(value === 'decision' ? 'decision' : 'form')}
            data={[
              { value: 'form', label: t('files.form') },
              { value: 'decision', label: t('files.decision') },
            ]}
          />
          <TextInput
            label={t('files.id')}
            description={t('files.idHint')}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
            error={error}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={!wellFormed || taken}>
              {t('files.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
