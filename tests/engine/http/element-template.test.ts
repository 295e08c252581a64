import { expect } from 'chai';
import { validateZeebe } from '@bpmn-io/element-templates-validator';
import { z } from 'zod';
import { elementTemplate } from '../../../engine/http/element-template.ts';
import { describeOperation, operationsOf } from '../../../engine/http/operation-registry.ts';
import { defineOperation, type OperationDescription } from '../../../engine/port/module-contract.ts';
import { module as crm } from '../../../modules/crm/index.ts';
import { module as erp } from '../../../modules/erp/index.ts';

const post = defineOperation({
  topic: 'erp.shipment.post',
  title: { en: 'Post shipment' },
  description: { en: 'Takes the goods out of stock.' },
  icon: 'truck-delivery',
  input: z.object({
    shipmentId: z.uuid().describe('Shipment to post'),
    picked: z.array(z.object({ quantity: z.string() })).optional(),
    urgent: z.boolean().optional(),
    priority: z.int().optional(),
    reason: z.enum(['LOST', 'DAMAGED']).optional(),
  }),
  output: z.object({ shipmentNo: z.string(), moveIds: z.array(z.string()) }),
  errors: [{ code: 'INSUFFICIENT_STOCK', title: { en: 'Too little' } }],
  compensation: 'erp.shipment.return',
  transactional: true,
  run: async () => ({ shipmentNo: 'S1', moveIds: [] }),
});

function problemsOf(template: unknown): readonly unknown[] {
  const { valid, errors } = validateZeebe(template);
  return valid ? [] : (errors ?? ['invalid']);
}

describe('An element template of an operation', () => {
  const template = JSON.parse(JSON.stringify(elementTemplate(post))) as {
    readonly properties: readonly Record<string, unknown>[];
    readonly [key: string]: unknown;
  };
  const bound = (name: string): Record<string, unknown> | undefined =>
    template.properties.find((property) => (property['binding'] as { readonly name?: string }).name === name);

  it('fixes the task type and names the operation, its errors and what undoes it', () => {
    expect(template).to.deep.include({
      id: 'lanework.erp.shipment.post',
      name: 'Post shipment',
      category: { id: 'erp', name: 'ERP' },
      appliesTo: ['bpmn:Task'],
      elementType: { value: 'bpmn:ServiceTask' },
    });
    expect(template['description']).to.equal('Takes the goods out of stock. May raise: INSUFFICIENT_STOCK. Undone by erp.shipment.return.');
    expect(template.properties[0]).to.deep.equal({
      type: 'Hidden',
      value: 'erp.shipment.post',
      binding: { type: 'zeebe:taskDefinition', property: 'type' },
    });
    expect(template['icon'])
      .to.have.property('contents')
      .that.matches(/^data:image\/svg\+xml,/u);
  });

  it('starts a required input with the variable of its name and leaves optional ones out', () => {
    expect(bound('shipmentId')).to.deep.include({
      label: 'Shipment id',
      description: 'Shipment to post',
      type: 'String',
      feel: 'optional',
      value: '=shipmentId',
      constraints: { notEmpty: true },
    });
    expect(bound('picked')).to.deep.include({ type: 'Text', feel: 'required', optional: true });
    expect(bound('urgent')).to.deep.include({ type: 'Boolean', feel: 'optional', optional: true });
    expect(bound('priority')).to.deep.include({ type: 'Number', feel: 'optional', optional: true });
    expect(bound('reason')).to.deep.include({ description: 'One of: LOST, DAMAGED.' });
  });

  it('offers every output for a variable', () => {
    const outputs = template.properties.filter((property) => property['group'] === 'output');
    expect(outputs.map((property) => property['binding'])).to.deep.equal([
      { type: 'zeebe:output', source: '=shipmentNo' },
      { type: 'zeebe:output', source: '=moveIds' },
    ]);
  });

  it('is valid by the schema of element templates', () => {
    expect(problemsOf(template)).to.deep.equal([]);
    expect(problemsOf({ ...template, properties: [{ type: 'Nonsense' }] })).not.to.deep.equal([]);
  });
});

describe('The operations of the modules', () => {
  const operations: readonly OperationDescription[] = operationsOf([crm, erp]);

  it('are there, sorted by topic', () => {
    expect(operations.length).to.be.greaterThan(5);
    expect(operations.map((operation) => operation.topic)).to.deep.equal(operations.map((operation) => operation.topic).toSorted());
  });

  it('all have a description of input and output, and a valid element template', () => {
    for (const operation of operations) {
      const described = describeOperation(operation);
      expect(described.inputSchema, operation.topic).to.have.property('type', 'object');
      expect(described.outputSchema, operation.topic).to.have.property('type', 'object');
      expect(problemsOf(JSON.parse(JSON.stringify(elementTemplate(operation)))), operation.topic).to.deep.equal([]);
    }
  });
});
