import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { ElementBadge, ElementMark } from './bpmn-view-types.ts';

/** The services of the diagram library that are used here, as far as they are used. */
interface Canvas {
  getSize(): { readonly width: number; readonly height: number };
  viewbox(box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): unknown;
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  resized(): void;
  addMarker(elementId: string, marker: string): void;
  removeMarker(elementId: string, marker: string): void;
  scrollToElement(elementId: string, padding?: number): void;
}
interface Overlays {
  add(
    elementId: string,
    type: string,
    overlay: { position: object; html: HTMLElement; scale?: boolean | { readonly min: number; readonly max: number } },
  ): string;
  remove(filter: { type: string }): void;
}
interface DrawnElement {
  readonly width?: number;
  readonly height?: number;
  readonly waypoints?: readonly { readonly x: number; readonly y: number }[];
  readonly x?: number;
  readonly y?: number;
}
interface ElementRegistry {
  get(elementId: string): DrawnElement | undefined;
}

/** A diagram is not enlarged beyond its drawn size when it is fitted. */
const LARGEST_FIT = 1;

/** Below this scale the names in a diagram cannot be read. */
const READABLE = 0.6;

/** A fitted diagram keeps a margin: labels reach over the edge of what they name. */
const FIT_MARGIN = 0.93;

/** How far badges shrink and grow with the diagram; smaller they could not be read. */
const BADGE_SCALE = { min: 0.75, max: 1.2 };

/** Shows a diagram in an element; `viewer` is null until it is drawn. */
export function useViewer(
  host: RefObject<HTMLDivElement | null>,
  xml: string,
  focus: string | undefined,
): {
  readonly viewer: NavigatedViewer | null;
  readonly error: unknown;
} {
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const latestFocus = useRef(focus);
  useEffect(() => {
    latestFocus.current = focus;
  });
  useEffect(() => {
    const container = host.current;
    if (container === null) return;
    const made = new NavigatedViewer({ container });
    let alive = true;
    made.importXML(xml).then(
      () => {
        if (!alive) return;
        show(made, latestFocus.current);
        setError(null);
        setViewer(made);
      },
      (failure: unknown) => {
        if (alive) setError(failure);
      },
    );
    const observer = new ResizeObserver(() => made.get<Canvas>('canvas').resized());
    observer.observe(container);
    return () => {
      alive = false;
      observer.disconnect();
      setViewer(null);
      made.destroy();
    };
  }, [host, xml]);
  return { viewer, error };
}

/** Shows the whole diagram where it can be read, else the surroundings of the element in focus. */
function show(viewer: NavigatedViewer, focus: string | undefined): void {
  fit(viewer);
  const canvas = viewer.get<Canvas>('canvas');
  const element = focus === undefined ? undefined : viewer.get<ElementRegistry>('elementRegistry').get(focus);
  if (canvas.zoom() >= READABLE || element?.x === undefined || element.y === undefined) return;
  const size = canvas.getSize();
  const [width, height] = [size.width / READABLE, size.height / READABLE];
  canvas.viewbox({
    x: element.x + (element.width ?? 0) / 2 - width / 2,
    y: element.y + (element.height ?? 0) / 2 - height / 2,
    width,
    height,
  });
}

/** Space around an element that is moved into view, in pixels. */
const FOLLOW_MARGIN = 60;

/** Moves the element into view. An id that the diagram does not draw (a process, a message) moves nothing. */
export function useFollow(viewer: NavigatedViewer | null, followed: string | undefined): void {
  useEffect(() => {
    if (viewer === null || followed === undefined || viewer.get<ElementRegistry>('elementRegistry').get(followed) === undefined) return;
    viewer.get<Canvas>('canvas').scrollToElement(followed, FOLLOW_MARGIN);
  }, [viewer, followed]);
}

/** Makes the whole diagram visible. */
export function fit(viewer: NavigatedViewer | null): void {
  const canvas = viewer?.get<Canvas>('canvas');
  if (canvas === undefined) return;
  canvas.resized();
  canvas.zoom(Math.min(LARGEST_FIT, canvas.zoom('fit-viewport', 'auto') * FIT_MARGIN), 'auto');
}

/** Enlarges or shrinks what is shown. */
export function zoomBy(viewer: NavigatedViewer | null, factor: number): void {
  const canvas = viewer?.get<Canvas>('canvas');
  if (canvas !== undefined) canvas.zoom(canvas.zoom() * factor, 'auto');
}

/** Calls back when an element is clicked. */
export function useClicks(viewer: NavigatedViewer | null, onClick: ((id: string, type: string) => void) | undefined): void {
  const latest = useRef(onClick);
  useEffect(() => {
    latest.current = onClick;
  });
  useEffect(() => {
    if (viewer === null) return;
    const listener = (event: { readonly element: { readonly id: string; readonly type: string } }) =>
      latest.current?.(event.element.id, event.element.type);
    viewer.on('element.click', listener);
    return () => viewer.off('element.click', listener);
  }, [viewer]);
}

/** Marks elements, the flows travelled and the chosen element. */
export function useMarkers(
  viewer: NavigatedViewer | null,
  marks: Readonly<Record<string, ElementMark>> | undefined,
  path: readonly string[] | undefined,
  selected: string | null | undefined,
): void {
  const wanted = JSON.stringify([
    ...Object.entries(marks ?? {}).map(([id, mark]) => [id, `lw-mark-${mark}`]),
    ...(path ?? []).map((id) => [id, 'lw-path']),
    ...(selected === null || selected === undefined ? [] : [[selected, 'lw-chosen']]),
  ]);
  useEffect(() => {
    if (viewer === null) return;
    const registry = viewer.get<ElementRegistry>('elementRegistry');
    const canvas = viewer.get<Canvas>('canvas');
    // The text was written a few lines above from pairs of texts.
    const pairs = (JSON.parse(wanted) as [string, string][]).filter(([id]) => registry.get(id) !== undefined);
    for (const [id, marker] of pairs) canvas.addMarker(id, marker);
    return () => {
      for (const [id, marker] of pairs) if (registry.get(id) !== undefined) canvas.removeMarker(id, marker);
    };
  }, [viewer, wanted]);
}

/** Puts badges at the upper edge of elements, or at the middle of flows. */
export function useBadges(viewer: NavigatedViewer | null, badges: Readonly<Record<string, readonly ElementBadge[]>> | undefined): void {
  const wanted = JSON.stringify(badges ?? {});
  useEffect(() => {
    if (viewer === null) return;
    const registry = viewer.get<ElementRegistry>('elementRegistry');
    const overlays = viewer.get<Overlays>('overlays');
    // The text was just written from a value of this type.
    const parsed = JSON.parse(wanted) as Record<string, readonly ElementBadge[]>;
    for (const [id, list] of Object.entries(parsed)) {
      const element = registry.get(id);
      if (element === undefined) continue;
      list.forEach((badge, index) => {
        overlays.add(id, 'lw-badge', {
          position: badgePosition(element, index, list.length, badge.text.length > 4),
          html: badgeElement(badge),
          scale: BADGE_SCALE,
        });
      });
    }
    return () => overlays.remove({ type: 'lw-badge' });
  }, [viewer, wanted]);
}

/** Tints elements by heat from 0 to 1. */
export function useHeat(viewer: NavigatedViewer | null, heat: Readonly<Record<string, number>> | undefined): void {
  const wanted = JSON.stringify(heat ?? {});
  useEffect(() => {
    if (viewer === null) return;
    const registry = viewer.get<ElementRegistry>('elementRegistry');
    const overlays = viewer.get<Overlays>('overlays');
    // The text was just written from a value of this type.
    for (const [id, share] of Object.entries(JSON.parse(wanted) as Record<string, number>)) {
      const element = registry.get(id);
      if (element?.width === undefined || element.height === undefined || share <= 0) continue;
      overlays.add(id, 'lw-heat', {
        position: { left: -14, top: -14 },
        html: heatElement(element.width, element.height, share),
        scale: true,
      });
    }
    return () => overlays.remove({ type: 'lw-heat' });
  }, [viewer, wanted]);
}

function badgePosition(element: DrawnElement, index: number, count: number, isWord: boolean): object {
  const middle = element.waypoints === undefined ? undefined : middleOf(element.waypoints);
  if (middle !== undefined) return middle;
  const width = element.width ?? 0;
  const step = 30;
  // A word needs room above the element, a number sits on its edge.
  return { top: isWord ? -25 : -13, left: width / 2 + (index - (count - 1) / 2) * step };
}

function middleOf(points: readonly { readonly x: number; readonly y: number }[]): object | undefined {
  const left = Math.min(...points.map((point) => point.x));
  const top = Math.min(...points.map((point) => point.y));
  const at = points[Math.floor((points.length - 1) / 2)];
  const next = points[Math.floor((points.length - 1) / 2) + 1];
  if (at === undefined || next === undefined) return undefined;
  return { left: (at.x + next.x) / 2 - left, top: (at.y + next.y) / 2 - top - 11 };
}

function badgeElement(badge: ElementBadge): HTMLElement {
  const element = document.createElement('div');
  element.className = 'lw-badge';
  element.dataset['tone'] = badge.tone;
  element.textContent = badge.text;
  if (badge.title !== undefined) {
    element.title = badge.title;
    element.setAttribute('aria-label', badge.title);
  }
  return element;
}

function heatElement(width: number, height: number, share: number): HTMLElement {
  const element = document.createElement('div');
  element.className = 'lw-heat';
  const hue = Math.round(120 - 120 * Math.min(1, share));
  element.style.cssText =
    `width:${width + 28}px;height:${height + 28}px;` +
    `background:radial-gradient(closest-side, hsl(${hue} 90% 55% / ${0.35 + 0.4 * share}), hsl(${hue} 90% 55% / 0))`;
  return element;
}
