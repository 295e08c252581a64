import { Router } from 'express';
import { z } from 'zod';
import { defineOperation } from '../../engine/port/module-contract.ts';
import type { ModuleContract } from '../../engine/port/module.ts';
import { bpmn, flow, path, serviceTask } from '../support/bpmn.ts';

/** Nothing in this table hinders a second effect of the same key: only the engine does. */
const migrations = [
  {
    name: '20261121_91_fault',
    up: ['create table fault_effect (sequence bigint generated always as identity, key text not null, note text not null)'],
  },
];

const effect = defineOperation({
  topic: 'fault.effect',
  title: { en: 'Effect' },
  description: { en: 'Writes a row that can be counted' },
  icon: 'bolt',
  input: z.object({ note: z.string() }),
  output: z.object({ written: z.boolean() }),
  errors: [],
  transactional: true,
  async run(context, { note }) {
    await context.sql.query('insert into fault_effect (key, note) values ($1, $2)', [context.idempotencyKey, note]);
    return { written: true };
  },
});

/** A module whose one operation leaves a trace for every time it took effect. */
export const faultModule: ModuleContract = {
  name: 'fault',
  operations: [effect],
  entities: [],
  migrations,
  recordTypes: [],
  invariants: [],
  routes: () => Router(),
  seedDemo: () => Promise.resolve(),
};

/** Effects of one instance of `FAULT_PROCESS`. */
export const EFFECTS_PER_INSTANCE = 5;

const effectTask = (id: string): string =>
  serviceTask(id, 'fault.effect', 3, `<zeebe:ioMapping><zeebe:input source="=&quot;${id}&quot;" target="note" /></zeebe:ioMapping>`);

/** An effect in the start's step, one after a person's task, one after a timer, two in parallel before a join. */
export const FAULT_PROCESS = bpmn(
  'fault',
  `
  <bpmn:startEvent id="start" />${effectTask('first')}<bpmn:userTask id="decide" name="Decide" />${effectTask('second')}
  <bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition id="pauseTimer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT0.1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  ${effectTask('third')}<bpmn:parallelGateway id="split" />${effectTask('left')}${effectTask('right')}<bpmn:parallelGateway id="join" /><bpmn:endEvent id="end" />
  ${path('start', 'first', 'decide', 'second', 'pause', 'third', 'split', 'left', 'join', 'end')}
  ${flow('split', 'right')}${flow('right', 'join')}`,
);
