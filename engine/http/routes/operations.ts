import { elementTemplate } from '../element-template.ts';
import { describeOperation, operationsOf } from '../operation-registry.ts';
import { defineRoute, json } from '../route.ts';
import { listOf } from '../schema/common.ts';
import { elementTemplates, operation } from '../schema/operation.ts';

/** What service tasks can do, from the one registry of operations. */
export const operationRoutes = [
  defineRoute({
    method: 'get',
    path: '/operations',
    summary: 'Operations that diagrams may call',
    access: 'signedIn',
    answer: json(listOf(operation)),
    handle: async ({ services }) => ({ items: operationsOf(services.modules).map(describeOperation), nextCursor: null }),
  }),
  defineRoute({
    method: 'get',
    path: '/operations/element-templates',
    summary: 'Operations as element templates for the designer',
    access: 'signedIn',
    answer: json(elementTemplates),
    handle: async ({ services }) => operationsOf(services.modules).map(elementTemplate),
  }),
];
