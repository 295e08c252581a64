import type { ClaimedJob, ClaimRequest } from '../port/work-store.ts';
import type { EngineParts } from './engine-parts.ts';
import { runJobs, type WorkEnd } from './work-handlers.ts';
import type { Item } from './worker-hand.ts';

/**
 * Claims due jobs of these operations, and of what the engine itself does. Where several of them belong to one instance, as of a wide multi-instance activity, further jobs of it are claimed too and
 * all are done in one step, up to `jobsPerStep`. Jobs that have lost a worker are done one by one.
 */
export async function claimJobItems(parts: EngineParts, topics: readonly string[], request: ClaimRequest): Promise<readonly Item[]> {
  const jobs = await parts.work.claimJobs(topics, request);
  if (request.losses !== 'never') return jobs.flatMap((job) => itemsOf(parts, [job]));
  const items: Item[] = [];
  for (const [instanceId, group] of Map.groupBy(jobs, (job) => job.instanceId)) {
    const limit = parts.limits.jobsPerStep - group.length;
    const siblings = group.length > 1 && limit > 0 ? await parts.work.claimSiblings(topics, instanceId, { ...request, limit }) : [];
    const [first, ...others] = group;
    if (first !== undefined) items.push(...itemsOf(parts, [first, ...others, ...siblings]));
  }
  return items;
}

/** Each row is held by itself, so that its lease is renewed; the step is begun by the first that is worked on. */
export function itemsOf(parts: EngineParts, jobs: readonly [ClaimedJob, ...ClaimedJob[]]): readonly Item[] {
  let running: Promise<ReadonlyMap<string, WorkEnd>> | null = null;
  return jobs.map((job, index) => ({
    kind: 'job' as const,
    ...job,
    jobType: job.type,
    ridesAlong: index > 0,
    async run() {
      running ??= runJobs(parts, jobs);
      return (await running).get(job.id) ?? 'done';
    },
  }));
}
