import { median, rounded, type Figure, type Line, type Rounds } from '../measure.ts';
import type { Stage } from '../stage.ts';
import type { MeasuredWorkload } from '../workload.ts';
import { CALLS } from './load.ts';
import { openUserStage, type UserLoad, type UserStage } from './user-stage.ts';

/** Cases per second that the server has to complete, and the share of it at which answers are timed. */
const TARGET_PER_SECOND = 400;
const STEADY_PER_SECOND = TARGET_PER_SECOND / 2;
const TARGET_P99_MS = 50;
/** Cases at a time at full load. */
const IN_FLIGHT = 48;
/** A round is this much longer than one of the engine alone: collections of garbage and checkpoints belong to it. */
const ROUND_FACTOR = 4;

const COUNTED =
  'cases over HTTP by 20 signed-in clerks against a server process: start with two variables, list the inbox (50 rows), claim, complete with two variables, ' +
  'and the instance has ended; the load comes from a process of its own on the same machine';

const figure = (name: string, value: number, unit: string, target: string | null, isMet: boolean): Figure => ({
  workload: 'user',
  figure: name,
  value: rounded(value),
  unit,
  target,
  isMet,
  counted: COUNTED,
});

async function fullLoad(user: UserStage, rounds: Rounds, inFlight: number): Promise<Figure> {
  const loads: UserLoad[] = [];
  for (let round = -rounds.warmUps; round < rounds.rounds; round += 1) {
    const load = await user.run({ kind: 'full', inFlight, forMs: rounds.roundMs * ROUND_FACTOR });
    if (round >= 0) loads.push(load);
  }
  const perSecond = loads.map((load) => (load.cases * 1_000) / load.ms);
  const cases = loads.reduce((sum, load) => sum + load.cases, 0);
  const each = (valueOf: (load: UserLoad) => number | null): number | null => {
    const total = loads.reduce<number | null>(
      (sum, load) => (sum === null || valueOf(load) === null ? null : sum + (valueOf(load) ?? 0)),
      0,
    );
    return total === null ? null : rounded(total / cases);
  };
  const value = median(perSecond);
  return {
    ...figure('full load', value, 'cases/s', `>= ${TARGET_PER_SECOND}`, value >= TARGET_PER_SECOND),
    min: rounded(Math.min(...perSecond)),
    max: rounded(Math.max(...perSecond)),
    rounds: loads.length,
    inFlight,
    serverMsPer: each((load) => load.serverMs),
    databaseMsPer: each((load) => load.databaseMs),
    loadMsPer: each((load) => load.processorMs),
    walBytesPer: each((load) => load.walBytes),
  };
}

async function steadyLoad(user: UserStage, rounds: Rounds, report: (line: Line) => void): Promise<void> {
  const forMs = rounds.roundMs * ROUND_FACTOR;
  const loads: UserLoad[] = [];
  for (let round = 0; round < rounds.rounds; round += 1)
    loads.push(await user.run({ kind: 'steady', perSecond: STEADY_PER_SECOND, forMs }));
  for (const call of CALLS) {
    const p99 = median(loads.map((load) => load.calls[call].p99));
    report({
      ...figure(`p99 of ${call} at ${STEADY_PER_SECOND} cases/s`, p99, 'ms', `<= ${TARGET_P99_MS}`, p99 <= TARGET_P99_MS),
      p50: rounded(median(loads.map((load) => load.calls[call].p50))),
      worst: rounded(Math.max(...loads.map((load) => load.calls[call].worst))),
      rounds: loads.length,
    });
  }
}

/** People at work: the API from outside, with sign-in, rights and validation. */
export const userWorkload: MeasuredWorkload = {
  kind: 'measured',
  name: 'user',
  counted: COUNTED,
  async run(stage: Stage, rounds: Rounds, report: (line: Line) => void) {
    const user = await openUserStage(stage);
    try {
      report(await fullLoad(user, rounds, stage.isQuick ? 1 : IN_FLIGHT));
      await steadyLoad(user, rounds, report);
      await user.verify();
    } finally {
      await user.close();
    }
  },
};
