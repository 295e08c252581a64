import { isFeelName } from './feel.ts';
import { translateCode } from './index.ts';

/** A script in FEEL: what is evaluated, the variable for its value, and what of that value becomes variables of the process. */
export interface FeelScript {
  readonly expression: string;
  readonly resultVariable: string;
  readonly outputs: readonly { readonly source: string; readonly target: string }[];
}

interface Assignment {
  readonly name: string;
  readonly code: string;
  /** Set by `execution.setVariable`, so seen outside the script. */
  readonly isVariable: boolean;
}

interface Statements {
  readonly assignments: readonly Assignment[];
  /** The last expression, which is the value of the script. */
  readonly value: string | null;
}

const STATEMENT_LIMIT = 200;
const SETTER = /^execution\.setVariable(?:Local)?\(\s*(?:'(\w+)'|"(\w+)")\s*,([\s\S]*)\)$/;
const DEFINITION =
  /^(?:(?:def|var|let|const|final|int|long|double|boolean|String|Integer|Long|Double|Boolean|BigDecimal|Object)\s+)*([A-Za-z_]\w*)\s*=(?!=)([\s\S]*)$/;
const OUTPUT = /^(?:System\.out\.)?(?:print|println|console\.log|log\.\w+)\s*\(?[\s\S]*$/;
/** Words of statements that do more than set a value. */
const CONTROL = /^(?:if|for|while|switch|try|throw|import|function|class|do|else)\b|[{}]|=>|->|\+\+|--|[-+*/]=/;

/** Statements of a script, separated by semicolons or line ends; comments left out. */
function statementsOf(source: string): readonly string[] {
  const plain = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:"'])\/\/.*$/gm, '$1');
  return plain
    .split(/;|\r?\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** Reads a script that only sets values; null for one that does more. */
function readScript(source: string): Statements | null {
  // Texts with expressions inside are Groovy's own.
  if (/\$\{|"[^"\n]*\$\w[^"\n]*"/.test(source)) return null;
  const statements = statementsOf(source);
  if (statements.length > STATEMENT_LIMIT) return null;
  const assignments: Assignment[] = [];
  let value: string | null = null;
  for (const [index, statement] of statements.entries()) {
    if (CONTROL.test(statement)) return null;
    if (OUTPUT.test(statement)) continue;
    const setter = SETTER.exec(statement);
    const definition = DEFINITION.exec(statement);
    if (setter !== null) assignments.push({ name: setter[1] ?? setter[2] ?? '', code: setter[3] ?? '', isVariable: true });
    else if (definition !== null) assignments.push({ name: definition[1] ?? '', code: definition[2] ?? '', isVariable: false });
    else if (index === statements.length - 1) value = statement.replace(/^return\s+/, '');
    else return null;
  }
  return { assignments, value };
}

/** FEEL that does what a script of Groovy or JavaScript does which only sets values; null for one that does more. `unique` names its value. */
export function scriptAsFeel(source: string, resultVariable: string | null, unique: string): FeelScript | null {
  const statements = readScript(source);
  if (statements === null) return null;
  const { assignments, value } = statements;
  const entries = assignments.map(({ name, code }) => ({ name, result: translateCode(code) }));
  const last = value === null ? null : translateCode(value);
  if (last?.kind === 'untranslated' || entries.some(({ name, result }) => result.kind === 'untranslated' || !isFeelName(name))) return null;
  const feels = entries.map(({ name, result }) => ({ name, feel: result.kind === 'translated' ? result.feel : '' }));
  const [only] = feels;
  if (feels.length === 0) return last === null ? null : { expression: last.feel, resultVariable: resultVariable ?? unique, outputs: [] };
  if (feels.length === 1 && only !== undefined && assignments[0]?.isVariable === true && (last === null || resultVariable === null))
    return { expression: only.feel, resultVariable: only.name, outputs: [] };
  if (new Set(feels.map(({ name }) => name)).size < feels.length) return null;
  const members = [...feels, ...(last === null || resultVariable === null ? [] : [{ name: 'scriptValue', feel: last.feel }])];
  const seen = assignments.filter(({ isVariable }) => isVariable).map(({ name }) => ({ source: `${unique}.${name}`, target: name }));
  const given = last === null || resultVariable === null ? [] : [{ source: `${unique}.scriptValue`, target: resultVariable }];
  return {
    expression: `{${members.map(({ name, feel }) => `${name}: ${feel}`).join(', ')}}`,
    resultVariable: unique,
    outputs: [...seen, ...given],
  };
}

/** What of the other engine a JavaScript script may use: variables and the BPMN error. */
const ENGINE_ACCESS =
  /\bexecution\s*\.\s*(?!(?:get|set|has)Variable(?:Local)?\s*\()|\b(?:Java|Packages|java|connector|S|JSON\.parse\.value)\b\s*[.(]\s*(?!stringify|parse)/;

/**
 * JavaScript that runs in the sandbox of scripts: `execution` gives and takes variables, the value of the last statement goes to the result variable. Null
 * when the script reaches for more of its engine than variables.
 */
export function javaScriptFor(source: string, resultVariable: string | null): string | null {
  if (ENGINE_ACCESS.test(source)) return null;
  const code = source.replace(/\bnew\s+(?:[a-z]\w*\.)+BpmnError\b/g, 'new BpmnError');
  const access =
    'const changes = {}; const execution = { getVariable: (name) => (name in changes ? changes[name] : globalThis[name] ?? null), ' +
    'setVariable: (name, value) => { changes[name] = value; }, hasVariable: (name) => name in changes || name in globalThis }; ' +
    'execution.getVariableLocal = execution.getVariable; execution.setVariableLocal = execution.setVariable; execution.hasVariableLocal = execution.hasVariable;';
  if (resultVariable === null) return `${access}\n${code}\nreturn changes;`;
  return `${access}\nconst value = eval(${JSON.stringify(code)});\nreturn { ...changes, ${JSON.stringify(resultVariable)}: value ?? null };`;
}
