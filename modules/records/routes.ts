import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../engine/port/authenticator.ts';
import { HttpProblem } from '../../engine/port/http-problem.ts';
import type { Actor } from '../../engine/port/module-contract.ts';
import type { ModuleServices, RecordType } from '../../engine/port/module.ts';
import { presentType, type RecordCatalogue } from './catalogue.ts';
import { changeSchema, createSchema } from './field-schema.ts';
import { instancesOf } from './instances.ts';
import { listRecords } from './list.ts';
import type { Row } from './label.ts';
import { presentRecords } from './present.ts';
import { invalid, parseValues } from './problem.ts';
import { changeRecord, createRecord, type NewRecord } from './save.ts';

/** Children that may come with a new record. */
const MAX_CHILDREN = 1_000;
/** Longest idempotency key. */
const MAX_KEY = 200;

/** The records API: one set of routes for every record type, driven by its description. */
export function recordRoutes(services: ModuleServices, catalogue: RecordCatalogue): Router {
  const router = Router();
  const em = () => services.orm.em.fork();
  const read = async (type: RecordType, id: string, language: Language): Promise<Record<string, unknown>> => {
    const reader = em();
    const row: Row | null = z.guid().safeParse(id).success ? await reader.findOne(type.entity, { id }, { disableIdentityMap: true }) : null;
    const [record] = row === null ? [] : await presentRecords(reader, catalogue, type, [row], language);
    if (record === undefined) throw new HttpProblem(404, 'NOT_FOUND', `Expected ${type.title.en.toLowerCase()} ${id}, but there is none.`);
    return record;
  };
  const announce = (type: RecordType, id: string): void => services.changes?.publish({ topic: 'record', id, recordType: type.name });

  router.get('/types', (_request, response) => {
    const actor = actorOf(response);
    response.json({ items: catalogue.visibleTo(actor).map((type) => presentType(actor, type)), nextCursor: null });
  });

  router.get('/:type', async (request, response) => {
    const type = catalogue.expect(request.params.type, actorOf(response), 'read');
    response.json(await listRecords(em(), catalogue, type, request.query, languageOf(request)));
  });

  router.get('/:type/:id', async (request, response) => {
    const type = catalogue.expect(request.params.type, actorOf(response), 'read');
    response.json(await read(type, request.params.id, languageOf(request)));
  });

  router.get('/:type/:id/instances', async (request, response) => {
    const actor = actorOf(response);
    const type = catalogue.expect(request.params.type, actor, 'read');
    const record = await read(type, request.params.id, languageOf(request));
    response.json(await instancesOf(services.pool, actor, type, record));
  });

  router.post('/:type', async (request, response) => {
    const actor = actorOf(response);
    const type = catalogue.expect(request.params.type, actor, 'create');
    const { id, isNew } = await createRecord(services, catalogue, actor, parseNew(catalogue, actor, type, request), keyOf(request));
    if (isNew) announce(type, id);
    response
      .status(isNew ? 201 : 200)
      .location(`${request.baseUrl}/${type.name}/${id}`)
      .json(await read(type, id, languageOf(request)));
  });

  router.patch('/:type/:id', async (request, response) => {
    const actor = actorOf(response);
    const type = catalogue.expect(request.params.type, actor, 'edit');
    const { version, ...changes } = parseValues(z.looseObject({ version: z.number().int() }), request.body);
    await read(type, request.params.id, languageOf(request));
    await changeRecord(services, catalogue, actor, type, request.params.id, version, parseValues(changeSchema(type), changes));
    announce(type, request.params.id);
    response.json(await read(type, request.params.id, languageOf(request)));
  });

  return router;
}

/** The key under which a client may repeat a request whose answer it did not see. */
function keyOf(request: Request): string | null {
  const key = request.get('Idempotency-Key');
  if (key === undefined || key === '') return null;
  if (key.length > MAX_KEY)
    throw invalid([{ path: 'Idempotency-Key', message: `Expected a key of at most ${MAX_KEY} characters, but it has ${key.length}.` }]);
  return key;
}

/** The language that the client asks for; a browser names the one its person has chosen. */
function languageOf(request: Request): Language {
  const wanted = request.acceptsLanguages([...LANGUAGES]);
  return LANGUAGES.find((language) => language === wanted) ?? LANGUAGES[0];
}

/** The signed-in person; the HTTP layer has put him there before any route of a module runs. */
function actorOf(response: Response): Actor {
  return response.locals['actor'] as Actor;
}

/**
 * Reads the body of a new record. Beside the fields it may carry children: `lines` for the type that is named after the record's
 * (`erp.sales_order_line`), or `related: {<type>: [...]}` for any type of `related`. They are saved together or not at all.
 */
function parseNew(catalogue: RecordCatalogue, actor: Actor, type: RecordType, request: Request): NewRecord {
  const body = parseValues(z.record(z.string(), z.unknown()), request.body);
  const { lines, related, ...values } = body;
  const lists = parseValues(z.record(z.string(), z.array(z.record(z.string(), z.unknown())).max(MAX_CHILDREN)), {
    ...(related === undefined ? {} : parseValues(z.record(z.string(), z.unknown()), related)),
    ...(lines === undefined ? {} : { [`${type.name}_line`]: lines }),
  });
  const children = Object.entries(lists).flatMap(([name, items]) => {
    const link = type.related.find((candidate) => candidate.type === name);
    if (link === undefined) throw invalid([{ path: name, message: `Expected records that belong to ${type.name}, but found ${name}.` }]);
    const child = catalogue.expect(name, actor, 'create');
    const prefix = lines !== undefined && name === `${type.name}_line` ? 'lines' : `related.${name}`;
    return items.map((item, index) => {
      const path = `${prefix}.${index}.`;
      // The owner has no id yet; any id stands for it while the fields are checked, and the real one replaces it.
      const { [link.byField]: _owner, ...childValues } = parseValues(
        createSchema(child),
        { ...item, [link.byField]: PLACEHOLDER_ID },
        path,
      );
      return { type: child, byField: link.byField, values: childValues, path };
    });
  });
  return { type, values: parseValues(createSchema(type), values), children };
}

const PLACEHOLDER_ID = '00000000-0000-7000-8000-000000000000';
