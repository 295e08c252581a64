import { notifications } from '@mantine/notifications';
import type Modeler from 'bpmn-js/lib/Modeler';
import type { DragEvent } from 'react';
import { useErrorText } from '../../kit/index.ts';
import { useDesignerText } from '../texts.ts';
import { download } from './download.ts';
import type { DraftSession } from './draft-session.ts';
import type { Resource } from '../api.ts';
import { readFiles } from '../import/use-import.ts';
import { baseName, kindOf } from './resources.ts';
import type { ToolbarActions } from './toolbar.tsx';

/** What the toolbar does with a draft; what fails is told in a notification. */
export function useActions(context: {
  readonly session: DraftSession;
  readonly modeler: Modeler | null;
  readonly diagramName: string;
  readonly redraw: () => void;
  readonly deploy: () => void;
  readonly beginImport: (resources: readonly Resource[]) => void;
}): ToolbarActions {
  const { t } = useDesignerText();
  const errorText = useErrorText();
  const fail = (error: unknown): void => {
    notifications.show({ color: 'red', title: t('editor.failed'), message: errorText(error) });
  };
  const withModeler = (work: (modeler: Modeler) => Promise<void>) => () => {
    if (context.modeler !== null) work(context.modeler).catch(fail);
  };
  const redrawWith = async (xml: string): Promise<void> => {
    context.session.put({ name: context.diagramName, content: xml });
    context.redraw();
  };
  return {
    rename: (name) => context.session.rename(name),
    save: () => void context.session.save().then((saved) => saved && notifications.show({ message: t('save.done'), color: 'green' })),
    deploy: () => void context.session.save().then((saved) => saved && context.deploy()),
    layOut: withModeler(async (modeler) => {
      const [{ layoutProcess }, { xml }] = await Promise.all([import('bpmn-auto-layout'), modeler.saveXML({ format: true })]);
      if (xml?.includes('<bpmn:laneSet') === true) throw new Error(t('editor.layOutLanes'));
      await redrawWith(await layoutProcess(xml ?? ''));
    }),
    importFiles: (files) => {
      readFiles(files)
        .then((read) => {
          const diagram = read.find((each) => kindOf(each.name) === 'diagram');
          const others = read.filter((each) => kindOf(each.name) !== 'diagram');
          // A diagram takes the place of that of the draft, under the name that it has there; a draft has one.
          context.beginImport(diagram === undefined ? others : [{ ...diagram, name: context.diagramName }, ...others]);
        })
        .catch(fail);
    },
    downloadXml: withModeler(async (modeler) => {
      const { xml } = await modeler.saveXML({ format: true });
      download(context.diagramName, xml ?? '', 'application/xml');
    }),
    downloadSvg: withModeler(async (modeler) => {
      const { svg } = await modeler.saveSVG();
      download(`${baseName(context.diagramName)}.svg`, svg, 'image/svg+xml');
    }),
  };
}

/** Takes files that are dropped anywhere on a page of the designer. */
export function dropOf(take: (files: readonly File[]) => void): {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
} {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    onDragOver: (event) => {
      if (hasFiles(event)) event.preventDefault();
    },
    onDrop: (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      take([...event.dataTransfer.files]);
    },
  };
}
