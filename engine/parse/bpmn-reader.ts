import { BpmnModdle } from 'bpmn-moddle';
import type { Package } from 'bpmn-moddle';
import { laneworkModdle } from './lanework-moddle.ts';
import { zeebeDescriptor } from './zeebe-descriptor.ts';

/** Numbers that are read as they are written, so that `1.5` or a word is seen and not cut down to a number. */
const AS_WRITTEN: ReadonlySet<string> = new Set(['startQuantity', 'completionQuantity', 'loopMaximum']);

/** In the schema of BPMN (2.0.2, table 10.35) the script of a global script task is an element, in the descriptor an attribute. */
const isScriptOfGlobalTask = (typeName: string, propertyName: string): boolean =>
  typeName.endsWith('GlobalScriptTask') && propertyName === 'script';

/**
 * The descriptor of BPMN with the attributes of `AS_WRITTEN` as text and scripts as elements. The given one is left as it is: others read
 * by it too.
 */
function asWritten(standard: Package): Package {
  return {
    ...standard,
    types: standard.types.map((type) => ({
      ...type,
      properties: (type.properties ?? []).map((property) => {
        const { default: _, ...rest } = property;
        if (isScriptOfGlobalTask(type.name, property.ns?.localName ?? property.name)) return { ...rest, isAttr: false };
        return AS_WRITTEN.has(property.ns?.localName ?? property.name) ? { ...rest, type: 'String' } : property;
      }),
    })),
  };
}

/** The reader of BPMN files: the standard, `zeebe:` and `lanework:`. */
export function bpmnReader(): BpmnModdle {
  return new BpmnModdle({ bpmn: asWritten(new BpmnModdle().getPackage('bpmn')), zeebe: zeebeDescriptor, lanework: laneworkModdle });
}
