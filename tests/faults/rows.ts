/** One line of the reliability page: what is done to the product, and what must hold then. */
export interface FaultRow {
  readonly fault: string;
  readonly goal: string;
}

/** Every fault the product is tried with, in the order of the page. A row without a figure shows as not measured. */
export const FAULT_ROWS = {
  kill: { fault: 'kill -9 of api and worker, at random and at failpoints', goal: '1,000 kills: 0 lost, 0 doubled, 0 stuck' },
  pairs: {
    fault: 'two api and two worker nodes on Redis, one of each killed every ten seconds for ten minutes',
    goal: 'every acknowledged command done once',
  },
  commit: { fault: 'connection cut at COMMIT, before or after it is done', goal: '10,000 cuts: 0 lost, 0 doubled, answer <= 5 s' },
  commitBlackHole: { fault: 'the answer to COMMIT never comes', goal: '0 lost, 0 doubled, answer <= 10 s' },
  commitCrash: {
    fault: 'PostgreSQL crashes at COMMIT and gives the number of the transaction to another',
    goal: '0 lost, 0 doubled',
  },
  random: {
    fault: 'random processes, restart at every step, state = replay of the journal',
    goal: '>= 300 per run, >= 10,000 before a release',
  },
  deadWorker: { fault: 'worker dies with a job in hand', goal: 'runs elsewhere <= 10 s p99' },
  lateResult: { fault: 'worker whose lease ran out returns late', goal: '100 % refused' },
  redis: { fault: 'Redis flushed and killed', goal: '0 lost, moving again <= 15 s' },
  redisSlow: { fault: 'Redis slow or a black hole', goal: '0 lost, commands not slowed, moving again <= 15 s' },
  redisAbsent: { fault: 'Redis absent at the start', goal: 'starts, says so, 0 lost, uses Redis once it is there' },
  wakes: { fault: 'wake-ups doubled and late', goal: 'every effect once' },
  databaseRestart: { fault: 'PostgreSQL restarted', goal: 'serving <= 5 s after it accepts, same process, 0 lost' },
  databaseCrash: { fault: 'PostgreSQL crashes', goal: 'serving <= 5 s after it accepts, same process, 0 lost' },
  databaseBlackHole: { fault: '5 s black hole before PostgreSQL', goal: 'serving <= 5 s after it ends, same process, 0 lost' },
  databaseForgotten: {
    fault: 'every connection to PostgreSQL dead without a word',
    goal: 'serving <= 5 s, same process, 0 lost',
  },
  databaseFrozen: { fault: 'PostgreSQL frozen (SIGSTOP)', goal: 'serving <= 5 s after it goes on, same process, 0 lost' },
  connections: { fault: 'every connection to PostgreSQL cut again and again', goal: 'same process, 0 lost, 0 doubled' },
  conflicts: { fault: 'deadlocks and serialisation failures', goal: 'run again, none fails' },
  diskFull: { fault: 'disk of PostgreSQL full', goal: '503 as problem details, 0 lost, goes on when there is space' },
  clock: { fault: 'clock of the app one hour early and late', goal: 'timers 0 early, leases unaffected' },
  joins: { fault: '10,000 eight-branch joins', goal: 'exact, retries <= 1 %' },
  claims: { fault: '10,000 races of two for one task', goal: 'exactly one wins, retries <= 1 %' },
  killerJob: { fault: 'job that kills its worker', goal: 'incident after 3 crashes, neighbours >= 95 %' },
  blockedLoop: { fault: 'handler that blocks the event loop 60 s', goal: 'no effect twice, neighbours go on' },
  overdue: { fault: '100,000 overdue timers', goal: 'each fired once <= 120 s, 0 early' },
  openInstances: { fault: '100,000 open instances', goal: '>= 90 % of empty throughput, inbox p99 <= 200 ms' },
  largeVariables: { fault: '1 MB variables', goal: 'work beside it goes on, 0 lost' },
  runaways: { fault: 'endless loop and recursion beside normal load', goal: 'incident, normal load >= 90 %' },
  multiInstance: { fault: '20,000 multi-instance items beside normal load', goal: 'all done, normal load goes on' },
  shutdown: { fault: 'SIGTERM under load', goal: '0 failed requests, 0 doubled, exit <= 10 s' },
  versions: { fault: 'this version and the one before side by side', goal: '0 lost, 0 doubled' },
  soak: { fault: 'steady load for an hour', goal: 'memory and table sizes level, 0 lost' },
  backup: { fault: 'restore from a backup', goal: '1 GB <= 5 min, promises hold after it' },
  badInput: { fault: 'bad input', goal: '>= 500 cases: right code, 0 answers 5xx, 0 elements dropped' },
  hostileCode: { fault: 'hostile FEEL and script', goal: 'stopped <= 250 ms, loop lag <= 50 ms' },
} as const satisfies Readonly<Record<string, FaultRow>>;

export type FaultRowId = keyof typeof FAULT_ROWS;
