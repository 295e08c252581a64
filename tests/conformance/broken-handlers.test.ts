import { expect } from 'chai';
import { openSimulation } from '../../engine/command/simulation-files.ts';
import type { ElementHandler, LoopHandler } from '../../engine/kernel/element-handler.ts';
import { completeElement } from '../../engine/kernel/behavior/complete-element.ts';
import { activate } from '../../engine/kernel/behavior/enter-element.ts';
import { REGISTRY } from '../../engine/kernel/registry.ts';
import type { FlowNode, Loop } from '../../engine/model/index.ts';
import { runClaim } from './claim.ts';
import type { Claim } from './claim.ts';
import { CHAPTERS } from './claims/index.ts';
import { visitedConstructs } from './construct.ts';

/** A handler that lets the token pass and does nothing of what the element is for. */
const PASSES: ElementHandler<FlowNode> = {
  enter: (step, _node, instance) => {
    completeElement(step, instance);
  },
};
/** A handler that takes the token and never lets it go. */
const STICKS: ElementHandler<FlowNode> = {
  enter: (step, _node, instance) => {
    activate(step, instance);
  },
};
/** A loop that is over before it has begun. */
const NO_ROUND: LoopHandler<Loop> = {
  enterBody: (step, _node, _loop, body) => {
    completeElement(step, body);
  },
  endItem: () => {},
};

/** Elements that let the token pass as every activity does, so that a handler which does nothing else is no broken one (BPMN 2.0.2, 13.3.1 and 13.4). */
const ONLY_PASS: ReadonlySet<string> = new Set(['task', 'manualTask', 'parallelGateway', 'inclusiveGateway']);

describe('a broken handler is noticed', () => {
  const simulator = openSimulation();
  const claims = CHAPTERS.flatMap((chapter) => chapter.claims);
  /** Claims by what they visit, learnt from the sound kernel. */
  const users = new Map<string, Claim[]>();

  before(async () => {
    for (const claim of claims) {
      const { definitions, result } = await runClaim(simulator, claim);
      for (const construct of visitedConstructs(definitions, result)) users.set(construct, [...(users.get(construct) ?? []), claim]);
    }
  });
  after(() => simulator.close());

  /** Titles of the claims about a construct that no longer hold while `table[key]` is replaced. */
  async function failuresWith(table: object, key: string, broken: unknown): Promise<readonly string[]> {
    const handlers = table as Record<string, unknown>; // The registry is readonly to the kernel; here a handler is exchanged on purpose.
    const sound = handlers[key];
    handlers[key] = broken;
    try {
      const failed: string[] = [];
      for (const claim of users.get(key) ?? []) {
        const holds = await runClaim(simulator, claim).then(
          ({ result }) => result.differences.length === 0,
          () => false, // An assertion of the kernel that fails is a failure of the claim too.
        );
        if (!holds) failed.push(claim.title);
      }
      return failed;
    } finally {
      handlers[key] = sound;
    }
  }

  for (const kind of Object.keys(REGISTRY.nodes)) {
    it(`of ${kind} that keeps the token`, async () => {
      expect(await failuresWith(REGISTRY.nodes, kind, STICKS)).to.not.deep.equal([]);
    });
    if (!ONLY_PASS.has(kind)) {
      it(`of ${kind} that only lets the token pass`, async () => {
        expect(await failuresWith(REGISTRY.nodes, kind, PASSES)).to.not.deep.equal([]);
      });
    }
  }

  for (const kind of Object.keys(REGISTRY.loops)) {
    it(`of ${kind} that runs no round`, async () => {
      expect(await failuresWith(REGISTRY.loops, kind, NO_ROUND)).to.not.deep.equal([]);
    });
  }
});
