import type Modeler from 'bpmn-js/lib/Modeler';
import { useEffect, useState } from 'react';
import { saveDraft, type Draft } from '../api.ts';
import { DraftSession } from './draft-session.ts';

/** The session of a draft, ended with the page; leaving the site with unsaved changes asks first. */
export function useDraftSession(draft: Draft): DraftSession {
  const [session] = useState(
    () =>
      new DraftSession(draft, {
        save: saveDraft,
        now: () => Date.now(),
        after: (delayMs, work) => {
          const timer = setTimeout(work, delayMs);
          return () => clearTimeout(timer);
        },
      }),
  );
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (session.snapshot().phase !== 'saved') event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
      void session.save();
    };
  }, [session]);
  return session;
}

/** Before every save the session takes the diagram as it is at that moment. */
export function useDiagramOf(session: DraftSession, modeler: Modeler | null, diagramName: string): void {
  useEffect(() => {
    if (modeler === null) return;
    return session.collectFrom(async () => {
      const { xml } = await modeler.saveXML({ format: true });
      if (xml !== undefined) session.put({ name: diagramName, content: xml });
    });
  }, [session, modeler, diagramName]);
}
