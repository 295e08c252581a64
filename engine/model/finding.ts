/** A deviation found in a diagram at deployment. Errors refuse it, warnings do not. */
export interface Finding {
  /** Stable id of the rule, kebab-case, for example `start-event-incoming`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Name of the file. */
  readonly resource: string;
  /** Id of the element; null when the finding is about the whole file or the element has no id. */
  readonly element: string | null;
  /** 1-based line in the file; null when unknown. */
  readonly line: number | null;
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  readonly mend: string;
}
