import { BpmnModdle } from 'bpmn-moddle';
import type { Package } from 'bpmn-moddle';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { laneworkModdle } from './lanework-moddle.ts';

/** Numbers that are read as they are written, so that `1.5` or a word is seen and not cut down to a number. */
const AS_WRITTEN: ReadonlySet<string> = new Set(['startQuantity', 'completionQuantity', 'loopMaximum']);

/** The descriptor of BPMN with the attributes of `AS_WRITTEN` as text. The given one is left as it is: others read by it too. */
function asWritten(standard: Package): Package {
  return {
    ...standard,
    types: standard.types.map((type) => ({
      ...type,
      properties: (type.properties ?? []).map((property) => {
        const { default: _, ...rest } = property;
        return AS_WRITTEN.has(property.ns?.localName ?? property.name) ? { ...rest, type: 'String' } : property;
      }),
    })),
  };
}

/** The reader of BPMN files: the standard, `zeebe:` and `lanework:`. */
export function bpmnReader(): BpmnModdle {
  return new BpmnModdle({ bpmn: asWritten(new BpmnModdle().getPackage('bpmn')), zeebe: zeebeModdle, lanework: laneworkModdle });
}
