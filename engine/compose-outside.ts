import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { factsOfRow, workLogger } from './observe/logging.ts';
import type { PartsObserver } from './observe/observed-parts.ts';
import type { ModuleContract } from './port/module.ts';
import type { OutsideSettings } from './port/module-contract.ts';
import type { EngineParts } from './runtime/engine-parts.ts';
import { JobActivation } from './runtime/job-activation.ts';
import { OutsideWorker } from './runtime/outside-worker.ts';

/** What a node does between steps: it holds the calls of outside workers, and performs outside operations of modules itself. */
export interface OutsideWork {
  readonly activation: JobActivation;
  start(): void;
  /** Answers whoever waits, takes no more, and resolves when what is in hand is done or given back. */
  stop(): Promise<void>;
}

export function composeOutside(config: Config, parts: EngineParts, logger: Logger): OutsideWork {
  const activation = new JobActivation(parts);
  const worker = new OutsideWorker(parts, activation, {
    concurrency: config.outsideConcurrency,
    leaseMs: config.leaseMs,
    settings: outsideSettings(config),
    log: (event) => {
      workLogger(logger, factsOfRow('job', event.id)).warn({ reason: event.message }, 'outside work');
    },
  });
  return {
    activation,
    start: () => {
      worker.start();
    },
    stop: () => {
      activation.close();
      return worker.stop();
    },
  };
}

export function outsideOperationsOf(modules: readonly ModuleContract[], observer: PartsObserver): EngineParts['outsideOperations'] {
  return new Map(
    modules.flatMap((module) => module.outsideOperations ?? []).map((operation) => [operation.topic, observer.outsideOperation(operation)]),
  );
}

/** Where diagrams may go outside, and where their secrets lie. */
export function outsideSettings(config: Config): OutsideSettings {
  return { httpAllow: config.httpAllow, secretsDirectory: config.secretsDirectory };
}
