import { RULES_BEFORE_PARSING, RULES_OF_THE_TEXT } from './xml/index.ts';
import { UNREADABLE_CONTENT, WARNING_KINDS } from './xml/reader-warnings.ts';
import { RULES } from './validate/index.ts';
import type { RuleDescription } from './rule-description.ts';

const ours = (id: string, statement: string): RuleDescription => ({ id, severity: 'error', section: 'Lanework', statement });

const from = (section: string, id: string, statement: string): RuleDescription => ({ id, severity: 'error', section, statement });

/** The parts of a description, where a rule has more. */
const described = ({ id, severity, section, statement }: RuleDescription): RuleDescription => ({ id, severity, section, statement });

/** Rules of the text of a file, before and while it is read into elements. */
export const XML_RULES: readonly RuleDescription[] = [
  ...RULES_BEFORE_PARSING,
  ...RULES_OF_THE_TEXT,
  ...WARNING_KINDS.filter(({ id }) => [...RULES_BEFORE_PARSING, ...RULES_OF_THE_TEXT].every((rule) => rule.id !== id)),
  UNREADABLE_CONTENT,
].map(described);

/** Rules about which processes of a file run. */
export const FILE_RULES: readonly RuleDescription[] = [
  from('BPMN 2.0.2, 10.2', 'no-executable-process', 'A file has at least one process that is executed.'),
  {
    id: 'process-not-executable',
    severity: 'warning',
    section: 'BPMN 2.0.2, 10.2.1',
    statement: 'Every process with content is executable.',
  },
  {
    id: 'process-only-drawn',
    severity: 'warning',
    section: 'BPMN 2.0.2, 10.2.1',
    statement: 'At least one process of a file says isExecutable="true"; where all say false, those with content run.',
  },
  {
    id: 'foreign-translated',
    severity: 'warning',
    section: 'Lanework',
    statement: 'Execution attributes of another engine are translated on the fly.',
  },
  {
    id: 'foreign-approximated',
    severity: 'warning',
    section: 'Lanework',
    statement: 'What another engine says means exactly the same here.',
  },
  {
    id: 'foreign-attention',
    severity: 'warning',
    section: 'Lanework',
    statement: 'What another engine says has a counterpart here.',
  },
  ours('foreign-refused', 'Conditions, cardinalities and scripts of another engine can be translated.'),
  {
    id: 'external-reference',
    severity: 'warning',
    section: 'BPMN 2.0.2, 15.3.2',
    statement: 'References name elements of the file; a type of another file is not read.',
  },
];

/** Rules of decision files beyond those of their XML and expressions. */
export const DMN_RULES: readonly RuleDescription[] = [
  from('DMN 1.5, 6.3', 'dmn-no-decision', 'A decision file has a decision, or types or knowledge for other files.'),
  from('DMN 1.5, 6.3.7', 'dmn-no-logic', 'A decision has logic.'),
  from('DMN 1.5, 6.2.2', 'dmn-cycle', 'Decisions do not require themselves.'),
  from('DMN 1.5, 7.3.1', 'dmn-language', 'Expressions are written in FEEL.'),
  from('DMN 1.5, 8.2', 'dmn-table-shape', 'A decision table has outputs, and in each rule as many cells as columns.'),
  from('DMN 1.5, 8.2.10', 'dmn-hit-policy', 'A decision table has a hit policy that fits its outputs.'),
  from('DMN 1.5, 7.3', 'dmn-not-executed', 'A decision holds only boxed expressions that are executed.'),
];

/** Rules about the files of a deployment together. */
export const DEPLOYMENT_RULES: readonly RuleDescription[] = [
  ours('resource-kind', 'A deployed file is a diagram, a decision or a form.'),
  ours('too-slow', 'A file is read and checked within ten seconds of processor time.'),
  ours('form-json', 'A form is a form-js form in JSON.'),
  ours('start-event-value', 'Message, signal and timer of a start event are known when its process is deployed.'),
  ours('calendar-unknown', 'A business calendar that a timer or a task names exists.'),
  from('DMN 1.5, 6.3.3', 'dmn-import', 'Models that a decision file imports are deployed together with it.'),
  ours('process-id-unique', 'A process comes from one file of a deployment.'),
];

/** Every rule that a finding of the deployment checks can name, by its id. Ids are unique; a test holds both. */
export const RULE_CATALOGUE: readonly RuleDescription[] = [
  ...XML_RULES,
  ...FILE_RULES,
  ...RULES.map(described),
  ...DMN_RULES,
  ...DEPLOYMENT_RULES,
];
