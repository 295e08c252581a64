import type { ElementId } from './ids.ts';

/** What a migration does to one part of an instance. */
export interface MigrationChange {
  readonly subject: 'element' | 'token' | 'compensation' | 'task' | 'job' | 'timer' | 'message' | 'signal' | 'condition' | 'calledInstance';
  /** Id of the part within the instance: element instance, token, compensation entry or wait; null for one that is opened. */
  readonly id: string | null;
  /** Element of the source; null for what is opened. */
  readonly elementId: ElementId | null;
  /** Element of the target; null for what is closed. */
  readonly targetElementId: ElementId | null;
  /** kept: goes on under its id; rebuilt: closed and opened anew; opened and closed: there is none on the other side. */
  readonly change: 'kept' | 'rebuilt' | 'closed' | 'opened';
}
