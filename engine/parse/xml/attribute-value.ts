import type { RawAttribute, RawElement } from '../xml-scan.ts';
import { localName, namespaceOf, BPMN_NAMESPACE, ZEEBE_NAMESPACE } from './namespaces.ts';
import { aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

const names = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Attributes that are true or false. */
const BOOLEANS = names(
  'cancelActivity cancelRemainingInstances instantiate isClosed isCollection isExecutable isForCompensation isImmediate isInterrupting ' +
    'isSequential mustUnderstand parallelMultiple propagateAllChildVariables propagateAllParentVariables testBefore triggeredByEvent ' +
    'waitForCompletion isUnlimited isRequired isHorizontal isMarkerVisible isExpanded isMessageVisible isOrdered',
);
const INTEGERS = names('capacity minimum maximum');

/** Attributes with a fixed choice of values. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  eventGatewayType: ['Exclusive', 'Parallel'],
  ordering: ['Parallel', 'Sequential'],
  behavior: ['None', 'One', 'All', 'Complex'],
  bindingType: ['latest', 'deployment', 'versionTag'],
};

/** The same for attributes that change nothing of what is executed; modelers write them in letters of any size. */
const LOOSE_CHOICES: Readonly<Record<string, readonly string[]>> = {
  gatewayDirection: ['Unspecified', 'Converging', 'Diverging', 'Mixed'],
  associationDirection: ['None', 'One', 'Both'],
  processType: ['None', 'Public', 'Private'],
};

const XML_BOOLEAN = /^(?:true|false|1|0)$/i;
const XML_INTEGER = /^[+-]?\d+$/;

/** What the attribute may be; null when its value fits or the attribute has no fixed values. */
function expectedValue({ name, value }: RawAttribute): string | null {
  const text = value.trim();
  if (BOOLEANS.has(name)) return XML_BOOLEAN.test(text) ? null : '"true" or "false"';
  if (INTEGERS.has(name)) return XML_INTEGER.test(text) ? null : 'a whole number';
  const choice = CHOICES[name] ?? LOOSE_CHOICES[name] ?? [];
  const isChosen = choice.includes(text) || (name in LOOSE_CHOICES && choice.some((each) => each.toLowerCase() === text.toLowerCase()));
  return choice.length === 0 || isChosen ? null : choice.map((each) => `"${each}"`).join(', ');
}

const isExecutedNamespace = (element: RawElement): boolean => {
  const uri = namespaceOf(element);
  return uri === BPMN_NAMESPACE || uri === ZEEBE_NAMESPACE;
};

/** The reader takes any text that is not `true` for false, and any choice that it does not know for none. */
export const attributeValue: XmlRule = {
  id: 'attribute-value',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.2.3',
  statement: 'An attribute of fixed values has one of them.',
  check: (input) =>
    input.dialect === 'dmn'
      ? []
      : input.scan.elements.filter(isExecutedNamespace).flatMap((element) =>
          element.attributes.flatMap((attribute) => {
            const expected = expectedValue(attribute);
            return expected === null
              ? []
              : [
                  aboutRaw(input, 'attribute-value', element, {
                    expected: `${expected} as ${attribute.name} of <${localName(element.name)}>`,
                    found: `"${attribute.value}"`,
                    mend: 'Correct the value.',
                  }),
                ];
          }),
        ),
};
