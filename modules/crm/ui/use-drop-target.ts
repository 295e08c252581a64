import { useEffect, useEffectEvent, useState } from 'react';
import type { RefObject } from 'react';

/** Lets an element take what is dragged onto it; tells whether something hovers over it. The text is what the dragged thing carries. */
export function useDropTarget(element: RefObject<HTMLElement | null>, onDrop: (text: string) => void): boolean {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const handlers = {
      dragover: (event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      },
      dragleave: () => setOver(false),
      drop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        drop(event.dataTransfer?.getData('text/plain') ?? '');
      },
    };
    target.addEventListener('dragover', handlers.dragover);
    target.addEventListener('dragleave', handlers.dragleave);
    target.addEventListener('drop', handlers.drop);
    return () => {
      target.removeEventListener('dragover', handlers.dragover);
      target.removeEventListener('dragleave', handlers.dragleave);
      target.removeEventListener('drop', handlers.drop);
    };
  }, [element]);
  return over;
}
