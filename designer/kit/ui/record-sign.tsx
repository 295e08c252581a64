import { createElement } from 'react';
import { recordIcon } from './record-icon.ts';

/** The icon of a type of records, by the name that the type gives it. */
export function RecordSign({ name, size = 24 }: { readonly name: string | null | undefined; readonly size?: number }) {
  return createElement(recordIcon(name), { size, stroke: 1.7, 'aria-hidden': true });
}
