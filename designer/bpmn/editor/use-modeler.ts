import { useQuery } from '@tanstack/react-query';
import type Modeler from 'bpmn-js/lib/Modeler';
import { useEffect, useRef, useState } from 'react';
import { createModeler } from '../modeler/create-modeler.ts';
import { service } from '../modeler/services.ts';
import { loadModelerTexts } from '../modeler/translate.ts';

/** Time without a further change after which the diagram is read from the modeler. */
const SETTLE_MS = 350;

/** Largest zoom when a diagram is fitted into view; small diagrams are not blown up. */
const LARGEST_FIT = 1;

/** The modeler on screen and what it reports. */
export interface ModelerOnScreen {
  /** Null until the diagram is drawn. */
  readonly modeler: Modeler | null;
  /** Why the diagram could not be drawn. */
  readonly error: unknown;
  readonly setCanvas: (element: HTMLDivElement | null) => void;
  readonly setProperties: (element: HTMLDivElement | null) => void;
}

/**
 * Draws a diagram in the modeler as soon as both places for it exist, and draws it anew when `version` or the language changes.
 * `onTouched` is called at every change, `onXml` some time after the last one with the whole diagram.
 */
export function useModeler(setup: {
  readonly xml: string;
  readonly version: number;
  readonly language: string;
  readonly onTouched: () => void;
  readonly onXml: (xml: string) => void;
}): ModelerOnScreen {
  const [canvas, setCanvas] = useState<HTMLDivElement | null>(null);
  const [properties, setProperties] = useState<HTMLDivElement | null>(null);
  const [modeler, setModeler] = useState<Modeler | null>(null);
  const [error, setError] = useState<unknown>(null);
  const texts = useQuery({
    queryKey: ['modeler-texts', setup.language],
    queryFn: () => loadModelerTexts(setup.language),
    staleTime: Infinity,
  });
  const latest = useRef(setup);
  useEffect(() => {
    latest.current = setup;
  });
  useEffect(() => {
    if (canvas === null || properties === null || texts.data === undefined) return;
    const made = createModeler({ canvas, properties, texts: texts.data });
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const { xml } = await made.saveXML({ format: true });
      if (alive && xml !== undefined) latest.current.onXml(xml);
    };
    const changed = (): void => {
      latest.current.onTouched();
      clearTimeout(timer);
      timer = setTimeout(() => void read(), SETTLE_MS);
    };
    made.importXML(latest.current.xml).then(
      () => {
        if (!alive) return;
        fitDiagram(made);
        made.on('commandStack.changed', changed);
        setError(null);
        setModeler(made);
      },
      (failure: unknown) => {
        if (alive) setError(failure);
      },
    );
    return () => {
      alive = false;
      clearTimeout(timer);
      setModeler(null);
      made.destroy();
    };
  }, [canvas, properties, texts.data, setup.version]);
  return { modeler, error, setCanvas, setProperties };
}

/** Width of the tool palette at the left edge, which would otherwise cover the beginning of the diagram. */
const PALETTE_WIDTH = 116;

/** Part of the free room that a fitted diagram takes. */
const MARGIN = 0.95;

/** Makes the whole diagram visible beside the palette. */
export function fitDiagram(modeler: Modeler): void {
  const canvas = service(modeler, 'canvas');
  const fitted = canvas.zoom('fit-viewport', 'auto');
  const { outer } = canvas.viewbox();
  const free = Math.max(0.5, (outer.width - PALETTE_WIDTH) / outer.width);
  canvas.zoom(Math.min(LARGEST_FIT, fitted * free * MARGIN), 'auto');
  canvas.scroll({ dx: PALETTE_WIDTH / 2, dy: 0 });
}
