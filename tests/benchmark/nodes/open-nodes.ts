import { fileURLToPath } from 'node:url';
import { openChild, type Child } from '../child.ts';
import { deployFiles, openBenchHost } from '../runtime/bench-host.ts';
import { noopModule } from '../runtime/noop-module.ts';
import type { Stage } from '../stage.ts';
import type { NodeAnswer, NodeRequest } from './node.ts';

const ENTRY = fileURLToPath(new URL('./node-process.ts', import.meta.url));
const DIAGRAM = new URL('../kernel/seq5.bpmn', import.meta.url);

/** Opens engines in processes of their own, on one new database with the process `seq5`. */
export async function openNodes(stage: Stage, nodes: number, inFlight: number): Promise<readonly Child<NodeRequest, NodeAnswer>[]> {
  const url = await stage.createDatabase();
  const host = await openBenchHost(url, { modules: [noopModule] });
  await deployFiles(host, [DIAGRAM]);
  await host.close();
  const children = Array.from({ length: nodes }, () => openChild<NodeRequest, NodeAnswer>(ENTRY));
  await Promise.all(children.map((child) => child.ask({ kind: 'open', url, inFlight })));
  return children;
}
