/** A way to break the kernel: in `file`, the one occurrence of `sound` becomes `broken`. */
export interface Mutation {
  readonly what: string;
  readonly file: string;
  readonly sound: string;
  readonly broken: string;
}

const behavior = (name: string): string => `engine/kernel/behavior/${name}.ts`;

/** Breakages of what the handlers share. Those of the handlers themselves are tried by `broken-handlers.test.ts`. */
export const MUTATIONS: readonly Mutation[] = [
  {
    what: 'an inclusive join fires with the first token',
    file: behavior('join'),
    sound: 'return !mayStillCome(',
    broken: 'return true || !mayStillCome(',
  },
  {
    what: 'a parallel join fires with any token',
    file: behavior('join'),
    sound: 'gateway.incoming.every(',
    broken: 'gateway.incoming.some(',
  },
  {
    what: 'a boundary event never interrupts',
    file: behavior('boundary-events'),
    sound: 'if (event.isInterrupting) cancelElement',
    broken: 'if (event.isInterrupting && step === null) cancelElement',
  },
  {
    what: 'an event sub-process never interrupts',
    file: behavior('event-sub-processes'),
    sound: 'if (start.isInterrupting) interruptScope',
    broken: 'if (start.isInterrupting && step === null) interruptScope',
  },
  {
    what: 'compensation runs in the order of completion',
    file: behavior('compensation-order'),
    sound: 'for (let index = entries.length - 1; index >= 0; index -= 1) add(index);',
    broken: 'for (let index = 0; index < entries.length; index += 1) add(index);',
  },
  {
    what: 'compensation is never waited for',
    file: behavior('throw-events'),
    sound: 'definition.waitForCompletion ? instance.id : null',
    broken: 'definition.waitForCompletion && step === null ? instance.id : null',
  },
  {
    what: 'an error that catches all is preferred to one that names the code',
    file: behavior('find-catcher'),
    sound: "if (found === 'exact') return event;",
    broken: "if (found !== 'none') return event;",
  },
  {
    what: 'a terminate event ends its own token only',
    file: behavior('throw-events'),
    sound: '  cancelContent(step, scopeId);\n',
    broken: '',
  },
  {
    what: 'a parallel multiple event is caught by the first of its definitions',
    file: behavior('catch-event'),
    sound: "if ('isParallelMultiple' in node && node.isParallelMultiple)",
    broken: "if ('isParallelMultiple' in node && node.isParallelMultiple && step === null)",
  },
  {
    what: 'an event-based gateway goes on waiting for its other events',
    file: behavior('catch-event'),
    sound: 'if (!waitsOn) leaveElement(step, gateway);',
    broken: 'if (waitsOn) leaveElement(step, gateway);',
  },
  {
    what: 'a condition that has become true does not fire',
    file: behavior('conditions'),
    sound: "if (value === 'true' && !wait.lastValue)",
    broken: "if (value === 'false' && wait.lastValue)",
  },
  {
    what: 'a default flow is taken beside those whose condition holds',
    file: behavior('choose-flows'),
    sound: 'id === defaultId ? !conditionHeld',
    broken: 'id === defaultId ? true',
  },
  {
    what: 'a link leads nowhere',
    file: behavior('throw-events'),
    sound: 'enterElement(step, { elementId: target.id, scopeId, data: { payload: {} } });',
    broken: '',
  },
  {
    what: 'the outputs of a multi-instance activity are not collected',
    file: 'engine/kernel/container/multi-instance.ts',
    sound: 'if (loop.outputCollection === null) {',
    broken: 'if (loop.outputCollection !== null) {',
  },
  {
    what: 'a start quantity is not waited for',
    file: behavior('take-flows'),
    sound: 'startQuantityOf(node) > 1 ||',
    broken: 'startQuantityOf(node) > 9 ||',
  },
  {
    what: 'a multi-instance behavior throws nothing',
    file: behavior('loop-events'),
    sound: '    throwOne(step, body, event, counters);\n',
    broken: '',
  },
  {
    what: 'an activity leaves one token whatever its completion quantity',
    file: behavior('complete-element'),
    sound: 'count < quantity',
    broken: 'count < 1',
  },
  {
    what: 'a property is a variable of the scopes around it',
    file: behavior('io-mapping'),
    sound: '[...properties, ...dataObjects',
    broken: '[...dataObjects',
  },
  {
    what: 'the scope of a process variable is forgotten: results stay local',
    file: behavior('variables'),
    sound: 'const owner = ownerOfVariable(step.draft, fromId, name);',
    broken: 'const owner = fromId;',
  },
];
