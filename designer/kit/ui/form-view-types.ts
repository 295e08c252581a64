import type { Ref } from 'react';
import type { FieldProblem } from '../api/problem.ts';
import type { FormSchema, Json } from '../api/types.ts';

/** What a form gives when it is submitted: its data when every field is valid, else null. */
export interface FormHandle {
  /** Validates, shows what is wrong at the fields, and gives the data when nothing is. */
  readonly submit: () => Json | null;
  /** The data as typed so far, valid or not. */
  readonly data: () => Json;
}

/** What a form needs. */
export interface FormViewProps {
  readonly schema: FormSchema;
  /** Values of the fields by key; read when the schema is shown, later changes do not overwrite what was typed. */
  readonly data: Json;
  readonly readOnly?: boolean;
  /** Called with everything typed so far after each change by the person. */
  readonly onChange?: (data: Json) => void;
  /** Fields that the server refused, shown at the fields. */
  readonly problems?: readonly FieldProblem[];
  readonly ref?: Ref<FormHandle>;
}
