/** How an element is marked: where the process is, what it has done, what went wrong. */
export type ElementMark = 'active' | 'done' | 'cancelled' | 'incident' | 'selected';

/** A small sign at an element, for example the number of instances that wait there. */
export interface ElementBadge {
  readonly text: string;
  readonly tone: 'accent' | 'neutral' | 'danger' | 'good';
  /** Said by screen readers and shown while the pointer rests on it. */
  readonly title?: string;
}

/** What a diagram view needs. All laid over the diagram may change while it is shown. */
export interface BpmnViewProps {
  readonly xml: string;
  readonly marks?: Readonly<Record<string, ElementMark>>;
  readonly badges?: Readonly<Record<string, readonly ElementBadge[]>>;
  /** The element that a person has chosen; it may have a mark besides. */
  readonly selected?: string | null;
  /** Ids of the sequence flows that were taken; they are drawn as the path. */
  readonly path?: readonly string[];
  /** Heat by element from 0 (cold) to 1 (hot), drawn as a tint. */
  readonly heat?: Readonly<Record<string, number>>;
  /** The element to look at first when the whole diagram would be too small to read. */
  readonly focus?: string | undefined;
  /** The element that something beside the diagram speaks of: it is moved into view whenever it changes. */
  readonly follow?: string | undefined;
  readonly onElementClick?: (elementId: string, elementType: string) => void;
  /** Height in pixels; 320 unless told. `'fill'` takes the height of what it is put into. */
  readonly height?: number | 'fill';
  /** Said by screen readers. */
  readonly label: string;
}
