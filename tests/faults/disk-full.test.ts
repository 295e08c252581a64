import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../support/engine.ts';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { OwnPostgres } from './own-postgres.ts';
import { scaled } from './scale.ts';

const ROUNDS = scaled('FAULT_FULL_DISKS', 1, 10);
const CLIENTS = 4;
const DISK_MB = 256;
/** The log is kept short, and nothing of it is made in advance, so that data and log reach the end of the disk alike. */
const SETTINGS = ['max_wal_size=32MB', 'min_wal_size=32MB', 'wal_recycle=off'];
/** Failed commands to see before there is space again. */
const REFUSALS = 20;

describe('A product whose PostgreSQL has no space left on its disk', function () {
  this.timeout(120_000 + ROUNDS * 60_000);
  let disk: string | null = null;
  let database: OwnPostgres;
  let stage: FaultStage;
  before(async function () {
    disk = mountSmallDisk();
    // Without the right to mount a disk the test shows as pending.
    if (disk === null) return this.skip();
    database = await OwnPostgres.open({ directory: join(disk, 'database'), settings: SETTINGS });
    stage = await FaultStage.open({ servers: 2, failpoints: null, database });
  });
  after(async () => {
    if (disk === null) return;
    await stage.close();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  it('says so with 503, loses nothing and goes on when there is space', async () => {
    const ballast = join(disk ?? '', 'ballast');
    let rounds = 0;
    let refused = 0;
    let panics = 0;
    const loading = stage.load(CLIENTS, () => rounds < ROUNDS);
    for (; rounds < ROUNDS; rounds += 1) {
      const before = { completed: stage.completed.size, retries: stage.client.retries };
      await eventually(
        () => Promise.resolve(stage.completed.size > before.completed ? true : null),
        'a case before the disk is full',
        30_000,
      );
      fill(ballast);
      await eventually(
        () => {
          // What was freed meanwhile is taken as well.
          fill(ballast);
          return Promise.resolve(stage.client.retries >= before.retries + REFUSALS ? true : null);
        },
        'commands that fail for want of space',
        60_000,
      );
      refused += stage.client.retries - before.retries;
      rmSync(ballast);
      // Without space for its log PostgreSQL ends itself, and whoever runs it starts it again.
      if (!(await database.isUp())) {
        panics += 1;
        await database.start();
      }
      const during = stage.completed.size;
      await eventually(() => Promise.resolve(stage.completed.size >= during + CLIENTS ? true : null), 'cases once there is space', 30_000);
    }
    await loading;
    await stage.finish(60_000);
    const instances = await stage.expectNothingLostOrDoubled();
    const refusals = [...stage.client.refusals].map(([refusal, times]) => `${whole(times)} x ${refusal}`).join(', ');
    const isMet = [...stage.client.refusals.keys()].every((refusal) => refusal.startsWith('503'));
    recordFigure({
      row: 'diskFull',
      figure: `${rounds} times full, ${whole(refused)} commands refused (${refusals}), PostgreSQL ended itself ${panics} times; ${whole(instances)} instances, 0 lost, 0 doubled`,
      command: `FAULT_FULL_DISKS=${ROUNDS} mocha tests/faults/disk-full.test.ts`,
      seed: null,
      isMet,
    });
    expect(
      [...stage.client.refusals.keys()].filter((refusal) => !refusal.startsWith('503')),
      'answers 5xx that are no 503',
    ).to.deep.equal([]);
    expect(stage.client.refusals.size, 'kinds of refusals').to.be.at.least(1);
    expect(stage.deaths, 'deaths of the servers').to.equal(0);
  });
});

/** A disk in memory; null without the right to mount one. */
function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'lanework-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

/** Writes until nothing fits any more. */
function fill(file: string): void {
  const handle = openSync(file, 'a');
  for (const size of [1_048_576, 4_096]) {
    const block = Buffer.alloc(size, 1);
    try {
      for (;;) writeSync(handle, block);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
  closeSync(handle);
}
