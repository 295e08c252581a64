import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../../engine/command/test-process.ts';
import type { ProcessTest } from '../../engine/command/test-process.ts';
import { openSimulation } from '../../engine/command/simulation-files.ts';
import { isBounded } from '../../engine/expression/index.ts';
import { parseBpmn } from '../../engine/parse/index.ts';

const ROOT = new URL('../../processes/', import.meta.url).pathname;
const KEYS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const SILENT = { out: (): void => {}, err: (): void => {} };

interface FormComponent {
  readonly type: string;
  readonly key?: string;
  readonly label?: string;
  readonly components?: readonly FormComponent[];
}

function formsOf(key: string): ReadonlyMap<string, { readonly id: string; readonly components: readonly FormComponent[] }> {
  const names = readdirSync(join(ROOT, key)).filter((name) => name.endsWith('.form'));
  return new Map(
    names.map((name) => [
      name.replace(/\.form$/, ''),
      JSON.parse(readFileSync(join(ROOT, key, name), 'utf8')) as { id: string; components: FormComponent[] },
    ]),
  );
}

describe('the processes of the product', () => {
  it('are those from deal to cash', () => {
    expect(KEYS).to.include.members([
      'goods-receipt',
      'order-cancellation',
      'order-to-cash',
      'payment-receipt',
      'shipment',
      'stock-write-off',
    ]);
  });

  for (const key of KEYS) {
    describe(key, () => {
      const xml = readFileSync(join(ROOT, key, `${key}.bpmn`), 'utf8');
      let test: ProcessTest;

      before(async () => {
        const simulator = openSimulation();
        test = await testFolder(join(ROOT, key), SILENT, simulator);
        await simulator.close();
      });

      it('passes the deployment checks without a finding', async () => {
        const result = await parseBpmn(xml, `${key}.bpmn`);
        expect(result.findings).to.deep.equal([]);
        expect(result.kind).to.equal('parsed');
      });

      it('has scenarios, at least five where it is long, and all of them hold', () => {
        expect(test.isRefused).to.equal(false);
        expect(test.results.length).to.be.at.least((test.coverage[0]?.flowNodes ?? 0) > 20 ? 5 : 2);
        expect(test.results.flatMap((result) => result.differences.map((difference) => `${result.name}: ${difference}`))).to.deep.equal([]);
      });

      it('has no flow node that no scenario visits', () => {
        expect(test.coverage).to.have.lengthOf(1);
        expect(test.coverage.flatMap((coverage) => coverage.missing)).to.deep.equal([]);
      });

      it('has its picture: every flow node and sequence flow stands in the diagram', async () => {
        const result = await parseBpmn(xml, `${key}.bpmn`);
        if (result.kind !== 'parsed') throw new Error('Expected a diagram that parses.');
        const drawn = new Set([...xml.matchAll(/bpmnElement="([^"]+)"/g)].map((match) => match[1]));
        const ids = result.definitions.flatMap((definition) => [...Object.keys(definition.nodes), ...Object.keys(definition.flows)]);
        expect(ids.filter((id) => !drawn.has(id))).to.deep.equal([]);
      });

      it('gives every user task a form, a due date, instructions, a lane and a timer that escalates without interrupting', async () => {
        const result = await parseBpmn(xml, `${key}.bpmn`);
        if (result.kind !== 'parsed') throw new Error('Expected a diagram that parses.');
        const forms = formsOf(key);
        for (const { nodes } of result.definitions) {
          const tasks = Object.values(nodes).filter((node) => node.kind === 'userTask');
          for (const task of tasks) {
            expect(forms.has(task.formId ?? ''), `form of ${task.id}`).to.equal(true);
            expect(task.dueDate, `due date of ${task.id}`).not.to.equal(null);
            expect(task.instructions, `instructions of ${task.id}`).not.to.equal(null);
            expect(task.lanes, `lane of ${task.id}`).not.to.have.lengthOf(0);
            const timers = task.boundaryEventIds
              .map((id) => nodes[id])
              .filter((event) => event?.kind === 'boundaryEvent' && !event.isInterrupting && event.definitions[0]?.kind === 'timer');
            expect(timers, `escalation of ${task.id}`).to.have.lengthOf(1);
          }
        }
      });

      it('catches the errors of every service task in its normal flow', async () => {
        const result = await parseBpmn(xml, `${key}.bpmn`);
        if (result.kind !== 'parsed') throw new Error('Expected a diagram that parses.');
        // Nothing but a fault of the system can refuse to undo a draft or to free stock; that is an incident.
        const undoing = /^erp\.(shipment\.cancel|stock\.release)$/;
        for (const { nodes } of result.definitions) {
          for (const node of Object.values(nodes)) {
            if (node.kind !== 'serviceTask' || node.isForCompensation) continue;
            if (node.job?.type.kind === 'literal' && typeof node.job.type.value === 'string' && undoing.test(node.job.type.value)) continue;
            const catches = node.boundaryEventIds.some((id) => {
              const event = nodes[id];
              return event?.kind === 'boundaryEvent' && event.definitions.some((each) => each.kind === 'error');
            });
            expect(catches, node.id).to.equal(true);
          }
        }
      });

      it('has only expressions that are sure to be short, so that no step waits for another thread', async () => {
        const result = await parseBpmn(xml, `${key}.bpmn`);
        if (result.kind !== 'parsed') throw new Error('Expected a diagram that parses.');
        const risky: string[] = [];
        JSON.stringify(result.definitions, (_name, value: unknown) => {
          if (
            typeof value === 'object' &&
            value !== null &&
            'kind' in value &&
            value.kind === 'feel' &&
            'source' in value &&
            typeof value.source === 'string'
          ) {
            if (!isBounded({ kind: 'feel', source: value.source })) risky.push(value.source);
          }
          return value;
        });
        expect(risky).to.deep.equal([]);
      });

      it('has forms named as their files, whose fields have labels', () => {
        for (const [name, form] of formsOf(key)) {
          expect(form.id).to.equal(name);
          const fields = form.components
            .flatMap((component) => [component, ...(component.components ?? [])])
            .filter((component) => component.key !== undefined && component.type !== 'datetime');
          expect(fields.filter((field) => (field.label ?? '') === '').map((field) => `${name}: ${field.key}`)).to.deep.equal([]);
        }
      });

      it('tells in a README what it is for', () => {
        expect(readFileSync(join(ROOT, key, 'README.md'), 'utf8')).to.match(/^# /);
      });
    });
  }
});
