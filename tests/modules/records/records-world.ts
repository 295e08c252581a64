import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import express from 'express';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Actor } from '../../../engine/port/module-contract.ts';
import type { Engine } from '../../../engine/port/engine.ts';
import type { ModuleContract, ModuleServices } from '../../../engine/port/module.ts';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { ChangeEvent } from '../../../engine/port/change-feed.ts';
import { openOrm } from '../../../engine/store/orm.ts';
import { module as crm } from '../../../modules/crm/index.ts';
import { module as erp } from '../../../modules/erp/index.ts';
import { createTestDatabase } from '../../support/database.ts';
import { inTransaction, worldOn, type World } from '../erp/world.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly raw: Response;
}

/** The module's routes on a real server and database, called as one person. */
export interface ModuleWorld extends World {
  readonly services: ModuleServices;
  readonly published: ChangeEvent[];
  call(method: string, path: string, body?: object, actor?: Actor, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export const SELLER: Actor = { kind: 'user', id: 'carmen', name: 'Carmen Ruiz', roles: ['employee'], groups: ['sales'] };
export const STOREMAN: Actor = { kind: 'user', id: 'boris', name: 'Boris Petrov', roles: ['employee'], groups: ['warehouse'] };
export const STRANGER: Actor = { kind: 'user', id: 'nobody', name: 'Nobody', roles: [], groups: [] };

export async function createModuleWorld(modules: readonly ModuleContract[]): Promise<ModuleWorld> {
  const database = await createTestDatabase([...crm.migrations, ...erp.migrations]);
  const orm = await openOrm(database.url, [...crm.entities, ...erp.entities]);
  const world = worldOn(database);
  const published: ChangeEvent[] = [];
  const services = servicesOn(world, orm, published);
  let actor = SELLER;
  const app = express();
  app.use(express.json());
  app.use((_request, response, next) => {
    response.locals['actor'] = actor;
    next();
  });
  for (const module of modules) app.use(`/${module.name}`, module.routes(services));
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    if (!(error instanceof HttpProblem)) throw error;
    response.status(error.status).json({ code: error.code, detail: error.message, errors: error.errors, ...error.members });
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => {
      resolve(listening);
    });
  });
  // A TCP server has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    ...world,
    services,
    published,
    async call(method, path, body, as = SELLER, headers = {}) {
      actor = as;
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      return { status: answer.status, body: isJson ? ((await answer.json()) as Record<string, unknown>) : {}, raw: answer };
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await orm.close(true);
      await world.close();
    },
  };
}

function servicesOn(world: World, orm: MikroORM, published: ChangeEvent[]): ModuleServices {
  return {
    orm,
    pool: world.pool,
    transaction: (work) => inTransaction(world.pool, work),
    // No route or seed of these modules commands the engine.
    engine: {} as Engine,
    changes: {
      publish: (event) => {
        published.push(event);
      },
      subscribe: () => () => undefined,
    },
  };
}
