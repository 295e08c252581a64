import type { MouseEvent } from 'react';

/**
 * For the pressing down of a button that submits a form: leaves the focus in the field. A field that loses the focus is validated, its
 * message comes or goes, the button moves, and the click would miss it.
 */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
