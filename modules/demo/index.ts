import { Router } from 'express';
import type { ModuleContract } from '../../engine/port/module.ts';
import { readProcessResources } from './resources.ts';
import { tellStory } from './story.ts';

/** The demo company at work: its processes are deployed and instances of them stand in every state. Has no records of its own. */
export const module: ModuleContract = {
  name: 'demo',
  operations: [],
  entities: [],
  migrations: [],
  recordTypes: [],
  invariants: [],
  routes: () => Router(),
  async seedDemo(services, actor) {
    const deployed = await services.engine.deploy(await readProcessResources(), 'The processes that come with Lanework', actor);
    if (deployed.kind === 'refused') {
      const reasons = deployed.findings
        .filter((finding) => finding.severity === 'error')
        .map((finding) => `${finding.resource}: ${finding.message}`);
      throw new Error(`Expected the processes of the product to be deployable, but found: ${reasons.join('; ')}`);
    }
    await tellStory(services);
  },
};
