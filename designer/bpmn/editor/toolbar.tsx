import { ActionIcon, Button, FileButton, Group, Menu, TextInput, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconDeviceFloppy,
  IconDotsVertical,
  IconDownload,
  IconFocusCentered,
  IconHierarchy,
  IconPhoto,
  IconRocket,
  IconSearch,
  IconUpload,
} from '@tabler/icons-react';
import type Modeler from 'bpmn-js/lib/Modeler';
import type { ReactNode } from 'react';
import { PlainLink } from '../../kit/index.ts';
import { service } from '../modeler/services.ts';
import { useDesignerText } from '../texts.ts';
import type { DraftSnapshot } from './draft-session.ts';
import { SaveState } from './save-state.tsx';
import { fitDiagram } from './use-modeler.ts';

/** What the person may do with the whole draft. */
export interface ToolbarActions {
  readonly rename: (name: string) => void;
  readonly save: () => void;
  readonly deploy: () => void;
  readonly layOut: () => void;
  readonly importFiles: (files: readonly File[]) => void;
  readonly downloadXml: () => void;
  readonly downloadSvg: () => void;
}

/** The bar above the diagram: name, state of saving, undo and redo, menu, save and deploy. */
export function Toolbar({
  draft,
  modeler,
  actions,
}: {
  readonly draft: DraftSnapshot;
  readonly modeler: Modeler | null;
  readonly actions: ToolbarActions;
}) {
  const { t } = useDesignerText();
  return (
    <Group className="lw-designer-bar" gap="xs" wrap="nowrap" px="sm" role="toolbar" aria-label={t('editor.toolbar')}>
      <ActionIcon component={PlainLink} href="/designer" variant="subtle" color="gray" aria-label={t('editor.back')}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <TextInput
        variant="unstyled"
        size="sm"
        className="lw-draft-name"
        aria-label={t('editor.name')}
        value={draft.name}
        onChange={(event) => actions.rename(event.currentTarget.value)}
        data-testid="draft-name"
      />
      <SaveState draft={draft} />
      <Group gap={2} ml="auto" wrap="nowrap">
        <Tool label={t('editor.undo')} disabled={modeler === null} onClick={() => modeler && service(modeler, 'commandStack').undo()}>
          <IconArrowBackUp size={18} />
        </Tool>
        <Tool label={t('editor.redo')} disabled={modeler === null} onClick={() => modeler && service(modeler, 'commandStack').redo()}>
          <IconArrowForwardUp size={18} />
        </Tool>
        <Tool label={t('editor.search')} disabled={modeler === null} onClick={() => modeler && service(modeler, 'searchPad').toggle()}>
          <IconSearch size={18} />
        </Tool>
        <Tool label={t('editor.fit')} disabled={modeler === null} onClick={() => modeler && fitDiagram(modeler)}>
          <IconFocusCentered size={18} />
        </Tool>
        <MoreMenu actions={actions} disabled={modeler === null} />
      </Group>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDeviceFloppy size={16} aria-hidden />}
        onClick={actions.save}
        data-testid="save-draft"
      >
        {t('editor.save')}
      </Button>
      <Button
        size="xs"
        leftSection={<IconRocket size={16} aria-hidden />}
        onClick={actions.deploy}
        disabled={modeler === null}
        data-testid="deploy"
      >
        {t('editor.deploy')}
      </Button>
    </Group>
  );
}

function Tool(props: { readonly label: string; readonly disabled: boolean; readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon variant="subtle" color="gray" aria-label={props.label} disabled={props.disabled} onClick={props.onClick}>
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

function MoreMenu({ actions, disabled }: { readonly actions: ToolbarActions; readonly disabled: boolean }) {
  const { t } = useDesignerText();
  return (
    <Menu position="bottom-end" shadow="md" keepMounted>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('editor.more')} disabled={disabled} data-testid="designer-menu">
          <IconDotsVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <FileButton accept=".bpmn,.xml,.form,.dmn" onChange={(file) => file && actions.importFiles([file])}>
          {(button) => (
            <Menu.Item leftSection={<IconUpload size={16} aria-hidden />} closeMenuOnClick={false} {...button}>
              {t('editor.import')}
            </Menu.Item>
          )}
        </FileButton>
        <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={actions.downloadXml}>
          {t('editor.downloadXml')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPhoto size={16} aria-hidden />} onClick={actions.downloadSvg}>
          {t('editor.downloadSvg')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconHierarchy size={16} aria-hidden />} onClick={actions.layOut}>
          {t('editor.layOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
