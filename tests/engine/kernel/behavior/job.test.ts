import { expect } from 'chai';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import {
  businessRuleTask,
  define,
  end,
  expression,
  forEach,
  jobOf,
  message,
  scriptTask,
  sendTask,
  serviceTask,
  start,
  subProcess,
  throwEvent,
} from '../support/define.ts';
import type { Draft } from '../support/define.ts';
import { run } from '../support/run.ts';

const alone = (node: Draft, jobPriority?: string): ProcessDefinition => {
  const definition = define([start('S'), node, end('E')], [`S > ${node.id}`, `${node.id} > E`]);
  return jobPriority === undefined ? definition : { ...definition, jobPriority: expression(jobPriority) };
};
/** The event as one that is a job. */
const working = (event: Draft): Draft => ({ ...event, own: { ...event.own, job: jobOf('tell') } });

describe('the priority of a job', () => {
  for (const [what, node] of Object.entries<Draft>({
    'a service task': serviceTask('A', 'work', { jobPriority: '=p' }),
    'a service task that nobody is named for': serviceTask('A', null, { jobPriority: '=p' }),
    'a send task': sendTask('A', null, { job: 'tell', jobPriority: '=p' }),
    'a script task': scriptTask('A', '1', { language: 'javascript', jobPriority: '=p' }),
    'a business rule task': businessRuleTask('A', 'risk', { jobPriority: '=p' }),
    'a throw event': working(throwEvent('A', message('told'), { jobPriority: '=p' })),
  }))
    it(`of ${what} is evaluated when the job is opened`, () => {
      const instance = run(alone(node), { p: -7 });
      expect(instance.wait('A')).to.include({ kind: 'job', priority: -7 });
      expect(instance.set({ p: 8 }).wait('A')).to.include({ priority: -7 });
      expect(instance.complete('A').status).to.equal('completed');
    });

  it('of an end event is evaluated when the job is opened', () => {
    const instance = run(define([start('S'), working(end('A', message('told'), { jobPriority: '5' }))], ['S > A']));
    expect(instance.wait('A')).to.include({ kind: 'job', priority: 5 });
  });

  it('is absent when the diagram says nothing about it', () => {
    expect(run(alone(serviceTask('A', 'work'))).wait('A')).not.to.have.property('priority');
  });

  it('is that of the process where the element names none, also in sub-processes, and the own one wins', () => {
    expect(run(alone(serviceTask('A', 'work'), '=p * 2'), { p: 3 }).wait('A')).to.include({ priority: 6 });
    expect(run(alone(serviceTask('A', 'work', { jobPriority: '0' }), '60')).wait('A')).to.include({ priority: 0 });
    const inside = subProcess('Sub', [start('T'), serviceTask('A', 'work')], ['T > A']);
    expect(run(alone(inside, '60')).wait('A')).to.include({ priority: 60 });
  });

  it('is computed with what the job sees: its inputs, and the item of its loop', () => {
    const mapped = serviceTask('A', 'work', { in: { urgency: '=order.urgency' }, jobPriority: '=urgency + 1' });
    expect(run(alone(mapped), { order: { urgency: 4 } }).wait('A')).to.include({ priority: 5 });
    const each = serviceTask('A', 'work', { loop: forEach('=orders'), jobPriority: '=item' });
    const { waits } = run(alone(each), { orders: [3, 9] }).state;
    expect(Object.values(waits).map((wait) => wait.kind === 'job' && wait.priority)).to.deep.equal([3, 9]);
  });

  it('stays with the job when it fails and is tried again', () => {
    const instance = run(alone(serviceTask('A', 'work', { jobPriority: '=p' })), { p: 4 });
    instance.send({ kind: 'failJob', jobId: instance.wait('A').id, retriesLeft: 0, message: 'no' });
    expect(instance.resolve().wait('A')).to.include({ priority: 4, retriesLeft: 1 });
  });

  it('is a whole number of 32 bits, both ends included', () => {
    const priorityOf = (p: number | string) => {
      const wait = run(alone(serviceTask('A', 'work', { jobPriority: '=p' })), { p }).wait('A');
      return wait.kind === 'job' ? wait.priority : undefined;
    };
    expect([2_147_483_647, -2_147_483_648, '12'].map(priorityOf)).to.deep.equal([2_147_483_647, -2_147_483_648, 12]);
  });

  for (const [p, found] of [
    [2_147_483_648, '2147483648'],
    [-2_147_483_649, '-2147483649'],
    [1.5, '1.5'],
    ['high', '"high"'],
    [null, 'null'],
  ] as const)
    it(`is an incident when it is ${found}, and the job is opened once that is mended`, () => {
      const instance = run(alone(serviceTask('A', 'work', { jobPriority: '=p' })), { p });
      const [incident] = Object.values(instance.state.incidents);
      expect(incident).to.include({ code: 'EXPRESSION_FAILED', elementId: 'A', jobId: null });
      expect(incident?.message).to.match(/^Expected a whole number.* from the job priority =p, but found /);
      expect(incident?.message).to.contain(`found ${found}.`);
      expect(Object.values(instance.state.waits)).to.deep.equal([]);
      expect(instance.effects).to.deep.equal([]);
      expect(instance.set({ p: 5 }).resolve().wait('A')).to.include({ priority: 5 });
      expect(instance.complete('A').status).to.equal('completed');
    });
});
