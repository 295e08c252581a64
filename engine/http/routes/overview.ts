import { OVERSEERS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { overview } from '../schema/work.ts';

/** The monitor's first page. */
export const overviewRoutes = [
  defineRoute({
    method: 'get',
    path: '/overview',
    summary: 'Processes at a glance',
    access: OVERSEERS,
    answer: json(overview),
    handle: ({ services }) => services.queries.overview(),
  }),
];
