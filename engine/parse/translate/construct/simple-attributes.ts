import type { XmlElement } from '../../xml/tree.ts';
import type { AdviceId } from '../advice.ts';
import type { ImportOutcome } from '../report.ts';
import type { Translation } from '../translation.ts';

type Saying = readonly [outcome: ImportOutcome, advice: AdviceId];

/** Attributes that need no more than a word, by name; those of all dialects together, since a name means the same in each. */
const ATTRIBUTES: Readonly<Record<string, Saying>> = {
  async: ['dropped', 'transaction'],
  asyncBefore: ['dropped', 'transaction'],
  asyncAfter: ['dropped', 'transaction'],
  asyncLeave: ['dropped', 'transaction'],
  asyncLeaveExclusive: ['dropped', 'transaction'],
  exclusive: ['dropped', 'transaction'],
  completeAsync: ['dropped', 'transaction'],
  parallelInSameTransaction: ['dropped', 'transaction'],
  jobPriority: ['dropped', 'priority'],
  taskPriority: ['dropped', 'priority'],
  jobCategory: ['dropped', 'priority'],
  historyTimeToLive: ['dropped', 'history'],
  historyLevel: ['dropped', 'history'],
  isEagerExecutionFetching: ['dropped', 'history'],
  enableEagerExecutionTreeFetching: ['dropped', 'history'],
  modelerTemplate: ['dropped', 'modeler-only'],
  modelerTemplateVersion: ['dropped', 'modeler-only'],
  modelerTemplateIcon: ['dropped', 'modeler-only'],
  category: ['dropped', 'modeler-only'],
  extensionId: ['dropped', 'modeler-only'],
  diagramRelationId: ['dropped', 'modeler-only'],
  formFieldValidation: ['dropped', 'modeler-only'],
  calledElementTenantId: ['attention', 'tenant'],
  decisionRefTenantId: ['attention', 'tenant'],
  caseTenantId: ['attention', 'tenant'],
  fallbackToDefaultTenant: ['dropped', 'tenant'],
  skipExpression: ['attention', 'skip'],
  triggerable: ['approximated', 'trigger'],
  localScope: ['approximated', 'local-scope'],
  useLocalScopeForResultVariable: ['approximated', 'local-scope'],
  useLocalScopeForOutParameters: ['approximated', 'local-scope'],
  storeResultVariableAsTransient: ['approximated', 'local-scope'],
  autoStoreVariables: ['attention', 'script-variables'],
  variableMappingClass: ['attention', 'call-mapping'],
  variableMappingDelegateExpression: ['attention', 'call-mapping'],
  candidateStarterUsers: ['attention', 'starter-users'],
  isStartableInTasklist: ['attention', 'starter-users'],
  initiator: ['attention', 'initiator'],
  businessCalendarName: ['attention', 'business-calendar'],
  endDate: ['attention', 'timer-end'],
  variableName: ['approximated', 'variable-filter'],
  variableEvents: ['approximated', 'variable-filter'],
  variableEvent: ['approximated', 'variable-filter'],
  caseRef: ['attention', 'case-management'],
  caseBinding: ['attention', 'case-management'],
  caseVersion: ['attention', 'case-management'],
  caseDefinitionKey: ['attention', 'case-management'],
  inheritBusinessKey: ['attention', 'business-key'],
  businessKey: ['attention', 'business-key'],
  processInstanceName: ['attention', 'business-key'],
  processInstanceIdVariableName: ['attention', 'call-mapping'],
  errorMessage: ['approximated', 'error-variable'],
  taskIdVariableName: ['attention', 'listener'],
  taskCompleterVariableName: ['attention', 'listener'],
  validateFormFields: ['attention', 'form-field'],
};

/** Elements of the event registry, of listeners and others that are only reported, with all that is inside them. */
const ELEMENTS: Readonly<Record<string, Saying>> = {
  executionListener: ['attention', 'listener'],
  taskListener: ['attention', 'listener'],
  eventListener: ['attention', 'listener'],
  'task-lifecycle-listener': ['attention', 'listener'],
  eventType: ['attention', 'event-registry'],
  triggerEventType: ['attention', 'event-registry'],
  eventName: ['attention', 'event-registry'],
  eventInParameter: ['attention', 'event-registry'],
  eventOutParameter: ['attention', 'event-registry'],
  eventCorrelationParameter: ['attention', 'event-registry'],
  triggerEventCorrelationParameter: ['attention', 'event-registry'],
  channelKey: ['attention', 'event-registry'],
  channelType: ['attention', 'event-registry'],
  channelDestination: ['attention', 'event-registry'],
  startEventCorrelationConfiguration: ['attention', 'event-registry'],
  sendSynchronously: ['attention', 'event-registry'],
  systemChannel: ['attention', 'event-registry'],
  variableListenerEventDefinition: ['attention', 'variable-filter'],
  errorEventDefinition: ['attention', 'error-expression'],
  mapException: ['attention', 'error-expression'],
  variableAggregation: ['attention', 'aggregation'],
  potentialStarter: ['attention', 'starter-users'],
  customResource: ['attention', 'starter-users'],
};

/** What needs only a word: attributes without effect here, and those without counterpart. */
export function simpleAttributes(translation: Translation, owner: XmlElement): void {
  for (const [name, [outcome, advice]] of Object.entries(ATTRIBUTES)) {
    const attribute = translation.attribute(owner, name);
    if (attribute !== null) translation.say(owner, attribute, { outcome, advice });
  }
  for (const [name, [outcome, advice]] of Object.entries(ELEMENTS)) {
    for (const element of translation.extensions(owner, name)) translation.say(owner, element, { outcome, advice });
  }
}
