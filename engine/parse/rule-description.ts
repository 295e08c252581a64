import type { Finding } from '../model/index.ts';

/** What a rule is: shown in the documentation, and held complete by a test: no finding carries an id that no rule has. */
export interface RuleDescription {
  /** Stable id, kebab-case, for example `start-event-incoming`. */
  readonly id: string;
  /** Whether a break of the rule refuses the file. */
  readonly severity: Finding['severity'];
  /** Where the rule comes from: `BPMN 2.0.2, 10.5.2`, another standard, or `Lanework` for a rule of our own. */
  readonly section: string;
  /** The rule in one sentence, as it holds in a valid file. */
  readonly statement: string;
}
