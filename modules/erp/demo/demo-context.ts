import type { Actor, Operation, OperationContext, SqlExecutor } from '../../../engine/port/module-contract.ts';

const DAY_MS = 86_400_000;

/** Who did what in the demo company. */
const PERSON: Readonly<Record<'carmen' | 'boris' | 'david', Actor>> = {
  carmen: { kind: 'user', id: 'carmen', name: 'Carmen Ruiz', roles: ['employee'], groups: ['sales'] },
  boris: { kind: 'user', id: 'boris', name: 'Boris Petrov', roles: ['employee'], groups: ['warehouse'] },
  david: { kind: 'user', id: 'david', name: 'David Dvorak', roles: ['manager', 'employee'], groups: ['finance'] },
};

/** Runs the real operations at moments of the past, so that history is made of the same rows as everyday work. */
export interface DemoDesk {
  readonly sql: SqlExecutor;
  at(person: keyof typeof PERSON, daysAgo: number, minutes?: number): OperationContext;
  run<Input, Output extends object>(operation: Operation<Input, Output>, context: OperationContext, input: Input): Promise<Output>;
}

/** `now` in milliseconds is the moment that days are counted back from. */
export function createDesk(sql: SqlExecutor, now: number): DemoDesk {
  let count = 0;
  return {
    sql,
    at(person, daysAgo, minutes = 0) {
      count += 1;
      const context = {
        sql,
        idempotencyKey: `demo:${count}`,
        businessKey: null,
        actor: PERSON[person],
        now: new Date(now - daysAgo * DAY_MS + minutes * 60_000).toISOString(),
        sendOutside: () => Promise.resolve(),
        // History has no process instance; operations only write it to columns that may be empty.
        processInstanceId: null as unknown as string,
      };
      return context;
    },
    run: async (operation, context, input) => operation.run(context, operation.input.parse(input)),
  };
}

/** A small generator of repeatable numbers: the same demo at every start (Park and Miller, 1988: multiplier 48271 modulo 2^31 - 1). */
export function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
}
