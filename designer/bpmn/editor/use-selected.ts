import type Modeler from 'bpmn-js/lib/Modeler';
import { useEffect, useState } from 'react';
import { service, type DiagramElement } from '../modeler/services.ts';

/** The one element selected in the diagram; undefined when none or several are. */
export function useSelected(modeler: Modeler | null): DiagramElement | undefined {
  const [selected, setSelected] = useState<{ readonly element: DiagramElement | undefined }>(nothing);
  useEffect(() => {
    if (modeler === null) return;
    const read = (): void => {
      const all = service(modeler, 'selection').get();
      // The same element is a new state after each of its changes, so that what is shown about it is drawn again.
      setSelected({ element: all.length === 1 ? all[0] : undefined });
    };
    modeler.on('selection.changed', read);
    modeler.on('element.changed', read);
    return () => {
      modeler.off('selection.changed', read);
      modeler.off('element.changed', read);
      setSelected(nothing);
    };
  }, [modeler]);
  return selected.element;
}

const nothing = { element: undefined };
