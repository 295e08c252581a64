import { attributeOf } from '../../xml/tree.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { LANEWORK } from '../dialects.ts';
import { hasExpression, translateTemplate } from '../expression/index.ts';
import { javaScriptFor, scriptAsFeel } from '../expression/script.ts';
import type { FeelScript } from '../expression/script.ts';
import type { Translation, Verdict } from '../translation.ts';

const JAVASCRIPT = /^(?:javascript|ecmascript|js|text\/javascript|application\/javascript|graal\.js|nashorn)$/i;
const GROOVY = /^groovy$/i;
const REFUSED: Verdict = { outcome: 'attention', advice: 'script-language', isRefused: true };

/** Scripts: what only works out or sets values becomes FEEL, other JavaScript is wrapped, anything else stays and is refused. */
export function scriptTask(translation: Translation, owner: XmlElement): void {
  if (owner.local !== 'scriptTask') return;
  const script = owner.children.find((child) => child.local === 'script');
  const result = translation.attribute(owner, 'resultVariable') ?? translation.attribute(owner, 'resultVariableName');
  const resource = translation.attribute(owner, 'resource');
  if (resource !== null) translation.say(owner, resource, { outcome: 'attention', advice: 'script-resource', isRefused: true });
  const format = attributeOf(owner, 'scriptFormat')?.trim() ?? '';
  const source = script?.text.trim() ?? '';
  const task: ScriptTask = { translation, owner, format, source, result: result?.value ?? null };
  const verdict = script === undefined || source === '' || isOurs(translation, owner) ? null : translated(task, script);
  if (verdict !== null) translation.sayExpression(owner, `scriptFormat="${format}" ${source}`, owner.line, verdict);
  if (result === null) return;
  if (verdict === null) translation.on(owner).setAttribute('resultVariable', result.value);
  translation.say(owner, result, { outcome: 'converted', became: `resultVariable="${result.value}"` });
}

/** Whether somebody, an earlier import perhaps, has said the same in our words. */
const isOurs = (translation: Translation, owner: XmlElement): boolean =>
  translation.on(owner).has('zeebe:script') ||
  translation.on(owner).has('zeebe:taskDefinition') ||
  owner.attributes.some((attribute) => attribute.namespace === LANEWORK && attribute.local === 'original');

interface ScriptTask {
  readonly translation: Translation;
  readonly owner: XmlElement;
  readonly format: string;
  readonly source: string;
  /** Variable for the value of the script. */
  readonly result: string | null;
}

const uniqueName = (owner: XmlElement): string => `${(attributeOf(owner, 'id') ?? 'script').replace(/\W/g, '_')}_result`;

/** Null for a script that runs as it is. */
function translated(task: ScriptTask, script: XmlElement): Verdict | null {
  const { owner, format, source, result } = task;
  const isJavaScript = JAVASCRIPT.test(format);
  if (!isJavaScript && !GROOVY.test(format)) {
    if (!hasExpression(source)) return /^feel$/i.test(format) ? null : REFUSED;
    const feel = translateTemplate(source);
    if (feel.kind === 'untranslated') return REFUSED;
    return asFeel(task, { expression: feel.feel, resultVariable: result ?? uniqueName(owner), outputs: [] }, feel.isExact);
  }
  // JavaScript that returns speaks our way already.
  if (isJavaScript && /\breturn\b/.test(source) && !source.includes('execution.')) return null;
  const feel = scriptAsFeel(source, result, uniqueName(owner));
  if (feel !== null) return asFeel(task, feel, false);
  return isJavaScript ? asJavaScript(task, script) : REFUSED;
}

function asFeel({ translation, owner }: ScriptTask, { expression, resultVariable, outputs }: FeelScript, isExact: boolean): Verdict {
  const additions = translation.on(owner);
  additions.put('zeebe:script', { expression: `=${expression}`, resultVariable });
  for (const { source, target } of outputs) additions.putChild('zeebe:ioMapping', 'zeebe:output', { source: `=${source}`, target });
  const became = `zeebe:script expression="=${expression}" resultVariable="${resultVariable}"`;
  return isExact ? { outcome: 'converted', became } : { outcome: 'approximated', became, advice: 'check' };
}

function asJavaScript({ translation, owner, format, source, result }: ScriptTask, script: XmlElement): Verdict {
  const code = javaScriptFor(source, result);
  if (code === null) return { outcome: 'attention', advice: 'script-language', isRefused: true };
  translation.replaceText(script, code, owner);
  const attribute = owner.attributes.find(({ name }) => name === 'scriptFormat');
  if (attribute !== undefined && format !== 'javascript') translation.edits.replace(attribute.valueStart, attribute.valueEnd, 'javascript');
  return { outcome: 'approximated', became: code, advice: 'check' };
}
