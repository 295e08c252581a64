import { SUPERVISORS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { systemState } from '../schema/system.ts';

/** How the installation does, over all its nodes. */
export const systemRoutes = [
  defineRoute({
    method: 'get',
    path: '/system',
    summary: 'Due work and its age, nodes, database and slowest steps of the last quarter of an hour',
    access: SUPERVISORS,
    answer: json(systemState),
    handle: ({ services }) => services.nodes.system(),
  }),
];
