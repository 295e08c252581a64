import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { parseBpmn } from '../../../engine/parse/index.ts';

const simple = await readFile(new URL('./simple.bpmn', import.meta.url), 'utf8');

async function parsed(xml: string) {
  const result = await parseBpmn(xml, 'simple.bpmn');
  if (result.kind === 'refused') throw new Error(`Expected a parsed diagram, but found ${JSON.stringify(result.findings)}`);
  return result.definitions;
}

describe('parseBpmn', () => {
  it('reads what the process says about itself', async () => {
    const [definition] = await parsed(simple);
    expect(definition).to.include({
      processId: 'order',
      name: 'Order to cash',
      versionTag: 'v1',
      documentation: 'Sells things.',
      startFormId: 'order-form',
    });
    expect(definition?.candidateStarterGroups).to.deep.equal(['sales', 'directors']);
  });

  it('reads job, headers and mappings of a service task', async () => {
    const [definition] = await parsed(simple);
    const task = definition?.nodes['Reserve'];
    expect(task).to.deep.include({
      kind: 'serviceTask',
      job: {
        type: { kind: 'literal', value: 'erp.stock.reserve' },
        retries: { kind: 'literal', value: 5 },
        retryBackoff: 'PT1S,PT10S',
        headers: { kind: 'strict' },
      },
      inputMappings: [{ source: { kind: 'feel', source: 'orderId' }, target: 'orderId' }],
      lanes: ['Warehouse'],
      boundaryEventIds: ['Short'],
      line: 18,
    });
  });

  it('takes an omitted cancelActivity for interrupting', async () => {
    const [definition] = await parsed(simple);
    expect(definition?.nodes['Short']).to.deep.include({ kind: 'boundaryEvent', isInterrupting: true, attachedToId: 'Reserve' });
  });

  it('resolves message, correlation key and time to live of an event', async () => {
    const [definition] = await parsed(simple);
    expect(definition?.nodes['Wait']).to.deep.include({
      definitions: [
        {
          kind: 'message',
          messageName: { kind: 'literal', value: 'Paid' },
          correlationKey: { kind: 'feel', source: 'orderId' },
          timeToLive: { kind: 'literal', value: 'PT1H' },
        },
      ],
    });
  });

  it('reads a condition with or without the leading equals sign as the same FEEL', async () => {
    const [withSign] = await parsed(simple);
    const [without] = await parsed(simple.replace('>=total', '>total'));
    expect(withSign?.flows['f4']?.condition).to.deep.equal({ kind: 'feel', source: 'total > 1000' });
    expect(without?.flows['f4']?.condition).to.deep.equal(withSign?.flows['f4']?.condition);
  });
});
